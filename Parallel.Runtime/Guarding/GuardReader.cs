using Google.Protobuf;
using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>Reads what a guard writes to its standard output, for the launcher that holds it.</summary>
/// <remarks>Lines that are not the guard's, a greeting for example, are passed on as they are.</remarks>
public sealed class GuardReader
{
    /// <summary>More than the longest notice takes; of a longer line the rest is not kept.</summary>
    private const int LongestLine = 192 * 1024;

    private readonly Action<LaunchNotice> _observe;
    private readonly Action<string> _others;
    private readonly Dictionary<string, OutputLog> _logs = [];

    /// <summary>Reads for some workers.</summary>
    /// <param name="workers">Those that the guard was asked for; it can speak of no others.</param>
    /// <param name="logger">Gets the workers' lines, those that people can read in the time.</param>
    /// <param name="observe">Told what becomes of the workers.</param>
    /// <param name="others">Told the lines that are not the guard's.</param>
    public GuardReader(
        IEnumerable<string> workers, ILogger logger, Action<LaunchNotice> observe, Action<string> others)
    {
        ArgumentNullException.ThrowIfNull(workers);
        (_observe, _others) = (observe, others);
        foreach (var worker in workers)
        {
            _logs.Add(worker, new OutputLog(worker, logger, TimeProvider.System));
        }
    }

    /// <summary>Reads until the guard's output ends.</summary>
    public async Task ReadAsync(TextReader output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var lines = new LineCutter(Take, LongestLine);
        var buffer = new char[LineCutter.Longest];
        try
        {
            for (int read; (read = await output.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
            {
                lines.Add(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The pipe broke with the process.
        }

        lines.End();
        foreach (var log in _logs.Values)
        {
            log.Complete();
        }
    }

    private void Take(string line)
    {
        if (!line.StartsWith(LineReport.Mark, StringComparison.Ordinal))
        {
            _others(line);
            return;
        }

        try
        {
            Take(GuardLine.Parser.ParseFrom(Convert.FromBase64String(line[LineReport.Mark.Length..])));
        }
        catch (Exception e) when (e is FormatException or InvalidProtocolBufferException or ProtocolException)
        {
            _others($"a line of the guard is damaged: {e.Message}");
        }
    }

    private void Take(GuardLine said)
    {
        if (said.Line is { } line && _logs.TryGetValue(line.Worker, out var log))
        {
            new LineCutter(text => ((IOutputSink)log).Write(text, line.IsError)).AddLine(line.Text);
        }
        else if (said.Notice is { } told && _logs.ContainsKey(told.Worker))
        {
            _observe(GuardNotices.Read(told));
        }
    }
}

using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>
/// Passes a silo's lines to the client's logger: the first ones of each second, of the rest the number.
/// </summary>
/// <remarks>
/// Whoever writes never waits, however slow the logger is: it is called on a thread of the pool, and what it does not
/// get to in time counts as the rest.
/// </remarks>
internal sealed class OutputLog : IOutputSink
{
    /// <summary>More than people can read.</summary>
    public const int LinesPerSecond = 200;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Channel<OutputLine> _lines =
        Channel.CreateBounded<OutputLine>(new BoundedChannelOptions(LinesPerSecond) { SingleReader = true });

    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _worker;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private long _dropped;

    public OutputLog(string worker, ILogger logger, TimeProvider time)
    {
        (_worker, _logger, _time) = (worker, logger, time);
        Ended = PassAsync();
    }

    /// <summary>Ends when all has been logged, once it is complete.</summary>
    public Task Ended { get; }

    void IOutputSink.Write(string line, bool isError) =>
        Write(isError ? OutputLine.OfError(line) : OutputLine.OfOutput(line));

    Task IOutputSink.EndAsync()
    {
        Complete();
        return Ended;
    }

    public void Write(OutputLine line)
    {
        if (_logger.IsEnabled(line.Level) && !_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>No more lines will come.</summary>
    public void Complete()
    {
        _complete.TrySetResult();
        _lines.Writer.TryComplete();
    }

    private async Task PassAsync()
    {
        var lines = _lines.Reader;
        var (began, left) = (_time.GetTimestamp(), LinesPerSecond);
        while (await lines.WaitToReadAsync().ConfigureAwait(false))
        {
            var spent = _time.GetElapsedTime(began);
            if (spent >= Window)
            {
                (began, left) = (_time.GetTimestamp(), LinesPerSecond);
            }
            else if (left == 0)
            {
                using var over = new CancellationTokenSource(Window - spent, _time);
                await _complete.Task.WaitAsync(over.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                while (lines.TryRead(out _))
                {
                    Interlocked.Increment(ref _dropped);
                }
            }

            for (; left > 0 && lines.TryRead(out var line); left--)
            {
                Log(line);
            }

            TellDropped();
        }

        TellDropped();
    }

    private void TellDropped()
    {
        var dropped = Interlocked.Exchange(ref _dropped, 0);
        if (dropped > 0)
        {
            Log(new OutputLine(LogLevel.Warning,
                string.Create(CultureInfo.InvariantCulture, $"… {dropped:N0} lines more in this second")));
        }
    }

    private void Log(OutputLine line)
    {
        try
        {
            _logger.Log(line.Level, "{Worker}: {Line}", _worker, line.Text);
        }
        catch (Exception)
        {
            // The program's own logger failed; its workers and its results are worth more than this line.
        }
    }
}

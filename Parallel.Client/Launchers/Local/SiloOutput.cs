using Microsoft.Extensions.Logging;

namespace ParallelCompute.Launchers.Local;

/// <summary>Drains what a silo writes, logs its lines, keeps the last ones and those that tell of its end.</summary>
/// <remarks>The silo never waits for it: nothing here waits for the logger.</remarks>
internal sealed class SiloOutput(string worker, ILogger logger)
{
    /// <summary>For daemons of user code that hold the pipes open, and loggers that are slow.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly OutputTail _tail = new();
    private readonly LastWords _words = new();
    private readonly OutputLog _log = new(worker, logger, TimeProvider.System);
    private Task _reading = Task.CompletedTask;
    private volatile bool _abandoned;

    /// <summary>The last lines.</summary>
    public string Tail => _tail.Text;

    /// <summary>The last line of standard error that tells of an end; empty where none does.</summary>
    public string Words => _words.Text;

    public void Read(TextReader output, TextReader errors) => _reading = Task.WhenAll(
        ReadAsync(output, line => Take(OutputLine.OfOutput(line))),
        ReadAsync(errors, line =>
        {
            _words.Add(line);
            Take(OutputLine.OfError(line));
        }));

    /// <summary>The silo has ended: takes what it has written still.</summary>
    public async Task EndAsync()
    {
        await _reading.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _abandoned = true;
        _log.Complete();
        await _log.Ended.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReadAsync(TextReader from, Action<string> take)
    {
        var buffer = new char[LineCutter.Longest];
        var lines = new LineCutter(take);
        try
        {
            for (int read; (read = await from.ReadAsync(buffer).ConfigureAwait(false)) > 0 && !_abandoned;)
            {
                lines.Add(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The pipe broke with the process.
        }

        lines.End();
    }

    private void Take(OutputLine line)
    {
        _tail.Add(line.Text);
        _log.Write(line);
    }
}

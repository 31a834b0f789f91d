namespace ParallelCompute.Runtime.Guarding;

/// <summary>
/// Drains what a silo writes, passes its lines on, keeps the last ones and those that tell of its end.
/// </summary>
internal sealed class SiloOutput(IOutputSink sink)
{
    /// <summary>For daemons of user code that hold the pipes open, and loggers that are slow.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly OutputTail _tail = new();
    private readonly LastWords _words = new();
    private Task _reading = Task.CompletedTask;
    private volatile bool _abandoned;

    /// <summary>The last lines.</summary>
    public string Tail => _tail.Text;

    /// <summary>The last line of standard error that tells of an end; empty where none does.</summary>
    public string Words => _words.Text;

    public void Read(TextReader output, TextReader errors) => _reading = Task.WhenAll(
        ReadAsync(output, line =>
        {
            _tail.Add(line);
            sink.Write(line, isError: false);
        }),
        ReadAsync(errors, line =>
        {
            _words.Add(line);
            _tail.Add(OutputLine.OfError(line).Text);
            sink.Write(line, isError: true);
        }));

    /// <summary>The silo has ended: takes what it has written still.</summary>
    public async Task EndAsync()
    {
        await _reading.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _abandoned = true;
        await sink.EndAsync().WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
}

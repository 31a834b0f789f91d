namespace ParallelCompute.Reporting;

/// <summary>A plain line every few seconds, for output that is no terminal; always one at the end.</summary>
internal sealed class ProgressLines(TextWriter writer, TimeProvider time) : IProgress<RunProgress>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _told = time.GetTimestamp();
    private RunProgress? _last;

    public void Report(RunProgress value)
    {
        _last = value;
        if (time.GetElapsedTime(_told) >= Interval)
        {
            Write();
        }
    }

    public void Dispose() => Write();

    private void Write()
    {
        _told = time.GetTimestamp();
        if (_last is { } progress)
        {
            writer.WriteLine($"parallel: {ProgressText.Of(progress)}");
            _last = null;
        }
    }
}

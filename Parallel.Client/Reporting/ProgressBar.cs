namespace ParallelCompute.Reporting;

/// <summary>The bar of one run.</summary>
internal sealed class ProgressBar(ProgressBars bars) : IProgress<RunProgress>, IDisposable
{
    /// <summary>What is to be drawn.</summary>
    public RunProgress? Last { get; private set; }

    public void Report(RunProgress value) => Last = value;

    public void Dispose() => bars.Remove();
}

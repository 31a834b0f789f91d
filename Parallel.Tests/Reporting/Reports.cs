namespace ParallelCompute.Tests.Reporting;

/// <summary>Keeps every report.</summary>
internal sealed class Reports : IProgress<RunProgress>
{
    private readonly List<RunProgress> _all = [];

    public Action? OnReport { get; init; }

    public Action<RunProgress>? Seen { get; set; }

    public IReadOnlyList<RunProgress> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    public void Report(RunProgress value)
    {
        lock (_all)
        {
            _all.Add(value);
        }

        OnReport?.Invoke();
        Seen?.Invoke(value);
    }
}

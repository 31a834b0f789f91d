namespace ParallelCompute.Clusters;

/// <summary>A worker that was asked for, from start to end.</summary>
internal sealed class WorkerRecord
{
    public WorkerState State { get; set; } = WorkerState.Starting;

    public string Reason { get; set; } = "";

    /// <summary>Environments it has built.</summary>
    public HashSet<long> Environments { get; } = [];

    /// <summary>
    /// It has taken items, or could have. Its connection may be lost before its process is seen to end.
    /// </summary>
    public bool WasReady => Environments.Count > 0;

    /// <summary>Its process has not ended, as far as the launcher knows.</summary>
    public bool IsAlive { get; set; } = true;
}

namespace ParallelCompute.Launchers.Batch;

/// <summary>Where a job stands with its batch system.</summary>
internal enum JobPhase
{
    /// <summary>The system's word for it is none that is known.</summary>
    Unknown,

    /// <summary>It waits, as jobs do.</summary>
    Pending,

    /// <summary>It waits until somebody releases it.</summary>
    Held,

    /// <summary>It runs, or is about to, or is being ended.</summary>
    Running,

    /// <summary>It has ended; it may still be listed for a while.</summary>
    Ended,
}

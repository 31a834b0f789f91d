namespace ParallelCompute.Cleanup;

/// <summary>What can be left of a cluster.</summary>
public enum LeftoverKind
{
    /// <summary>A worker process without a client.</summary>
    Worker,

    /// <summary>The folder of a cluster, with its socket and what its workers kept there.</summary>
    Folder,

    /// <summary>A file by which debuggers would reach a .NET process.</summary>
    DiagnosticFile,

    /// <summary>A cluster of batch jobs without a client: its jobs, and its folder for them.</summary>
    Jobs,
}

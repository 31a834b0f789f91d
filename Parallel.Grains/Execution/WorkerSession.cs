using ParallelCompute.Code;

namespace ParallelCompute.Execution;

/// <summary>One client on this worker: its code and its environments.</summary>
internal sealed class WorkerSession(CodeContext code)
{
    public CodeContext Code => code;

    /// <summary>Environments whose setup runs and that are still wanted.</summary>
    public HashSet<long> Building { get; } = [];

    public Dictionary<long, WorkerEnvironment> Environments { get; } = [];
}

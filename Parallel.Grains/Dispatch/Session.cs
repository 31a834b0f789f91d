using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Dispatch;

/// <summary>One client's code, environments and observer.</summary>
internal sealed class Session(OpenSession opening, ISessionObserver observer)
{
    /// <summary>No setup: there is nothing to build and every worker has it.</summary>
    public const long NoEnvironment = 0;

    public long Id => opening.Session;

    public OpenSession Opening => opening;

    public ISessionObserver Observer => observer;

    public Dictionary<long, BuildEnvironment> Environments { get; } = [];

    /// <summary>Why an environment cannot be had; runs that need it fail with this.</summary>
    public Dictionary<long, Failure> Failed { get; } = [];

    /// <summary>Why there are no workers for it; null where there are, or may be.</summary>
    public Failure? Unavailable { get; set; }

    /// <summary>The environment of runs opened from now on.</summary>
    public long Current { get; set; }
}

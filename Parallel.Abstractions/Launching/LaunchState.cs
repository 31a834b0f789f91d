namespace ParallelCompute.Launching;

/// <summary>Where a silo stands with the system that runs it.</summary>
public enum LaunchState
{
    /// <summary>Asked for and waiting; the detail says for what.</summary>
    Pending,

    /// <summary>Its process runs.</summary>
    Running,

    /// <summary>Its process has ended; the detail says how.</summary>
    Exited,
}

namespace ParallelCompute.Clusters;

/// <summary>A worker that was asked for, from start to end.</summary>
internal sealed class WorkerRecord(int number)
{
    /// <summary>Younger workers have greater ones.</summary>
    public int Number => number;

    /// <summary>Somebody else launched it: it is neither replaced nor ended here.</summary>
    public bool IsForeign { get; init; }

    public WorkerState State { get; set; } = WorkerState.Starting;

    public string Reason { get; set; } = "";

    /// <summary>Environments it has built.</summary>
    public HashSet<long> Environments { get; } = [];

    /// <summary>
    /// It has taken items, or could have, in this process or in one before, which its guard has started anew since. Its
    /// connection may be lost before its process is seen to end.
    /// </summary>
    public bool WasReady { get; set; }

    /// <summary>When it was asked for.</summary>
    public long AskedAt { get; } = TimeProvider.System.GetTimestamp();

    /// <summary>Its time is over soon: it works, and another one is asked for in its place.</summary>
    public bool IsExpiring { get; set; }

    /// <summary>Its guard has said that it starts it anew, and it has not joined since.</summary>
    public bool IsRestarting { get; set; }

    /// <summary>It was told to leave: nobody replaces it.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Completes when it was told to leave and has left.</summary>
    public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>It works or is about to.</summary>
    public bool Counts => IsAlive && !IsLeaving && !IsForeign;

    /// <summary>It will for a while.</summary>
    public bool Lasts => Counts && !IsExpiring;

    /// <summary>Its process has not ended, as far as the launcher knows; of a foreign one, its connection.</summary>
    public bool IsAlive { get; set; } = true;
}

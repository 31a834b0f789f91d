namespace ParallelCompute;

/// <summary>Where a worker stands.</summary>
public enum WorkerState
{
    /// <summary>Asked for; its process has not joined yet.</summary>
    Starting,

    /// <summary>Joined; <c>setup</c> is running.</summary>
    SettingUp,

    /// <summary>Takes items.</summary>
    Ready,

    /// <summary>Told to leave; finishes what it runs and takes no more items.</summary>
    Leaving,

    /// <summary>Gone; <see cref="WorkerSnapshot.Reason"/> says why.</summary>
    Lost,
}

namespace ParallelCompute;

/// <summary>How far a run is; given to <see cref="MapOptions.Progress"/> a few times a second and at its end.</summary>
public sealed record RunProgress
{
    /// <summary>Items that have an outcome, failed ones included. Never falls.</summary>
    public required long Done { get; init; }

    /// <summary>Those of them whose outcome is an error.</summary>
    public required long Failed { get; init; }

    /// <summary>Items of the run; null while the input has not told.</summary>
    public required long? Total { get; init; }

    /// <summary>Items a second, lately; since the start in the last report.</summary>
    public required double ItemsPerSecond { get; init; }

    /// <summary>Time since the run was opened.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Estimated time to the end; null while nothing is known of the total or the rate.</summary>
    public required TimeSpan? Remaining { get; init; }

    /// <summary>Workers that are ready.</summary>
    public required int WorkersUp { get; init; }
}

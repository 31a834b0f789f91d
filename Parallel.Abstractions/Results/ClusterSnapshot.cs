namespace ParallelCompute;

/// <summary>A cluster at one moment.</summary>
/// <param name="Workers">Every worker asked for, also those not up yet, and the last that were lost.</param>
/// <param name="Runs">Runs that are open.</param>
/// <param name="ItemsQueued">Items taken from inputs and not with a worker yet.</param>
/// <param name="ItemsInFlight">Items with a worker.</param>
/// <param name="ItemsDone">Outcomes delivered since the client was opened.</param>
/// <param name="ItemsPerSecond">Outcomes per second since the first one.</param>
/// <param name="DuplicatesDropped">
/// Outcomes of items that had one already: of a worker that was taken for lost while they were run elsewhere, or of the
/// slower of two attempts (<see cref="MapOptions.Speculate"/>).
/// </param>
public sealed record ClusterSnapshot(
    IReadOnlyList<WorkerSnapshot> Workers, int Runs, long ItemsQueued, long ItemsInFlight, long ItemsDone,
    double ItemsPerSecond, long DuplicatesDropped)
{
    /// <summary>Workers lost of those that the client started, replacements included, since it was opened.</summary>
    public long WorkersLost { get; init; }
}

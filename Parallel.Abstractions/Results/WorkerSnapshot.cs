namespace ParallelCompute;

/// <summary>One worker at one moment.</summary>
/// <param name="Id">The worker's id, unique in its cluster.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reason">Why, in words; empty when there is nothing to say.</param>
/// <param name="Slots">Items it can run at once.</param>
/// <param name="ItemsDone">Items whose outcome it has delivered.</param>
/// <param name="ItemsInFlight">Items it holds now.</param>
public sealed record WorkerSnapshot(
    string Id, WorkerState State, string Reason, int Slots, long ItemsDone, long ItemsInFlight);

namespace ParallelCompute.Launching;

/// <summary>What a slot of a dead worker was running. It was written by the worker and may hold anything.</summary>
/// <param name="Lease">The batch's lease.</param>
/// <param name="Position">The item's place in the batch, from 0.</param>
public sealed record SlotMark(long Lease, int Position);

using Microsoft.Extensions.Logging;

namespace ParallelCompute.Execution;

/// <summary>What a worker is told at its start.</summary>
/// <param name="Id">The worker's id.</param>
/// <param name="Slots">Threads that run items.</param>
/// <param name="Devices">The GPUs given to it.</param>
/// <param name="Cluster">The id of its cluster: letters and digits.</param>
/// <param name="LocalDirectory">Where it keeps files of its own; null: the system's temporary folder.</param>
/// <param name="Logger">The worker's log.</param>
public sealed record WorkerSettings(
    string Id, int Slots, IReadOnlyList<Device> Devices, string Cluster, string? LocalDirectory, ILogger Logger)
{
    /// <summary>Where its slots write what they run; by default nobody else sees it.</summary>
    public SlotMarks Marks { get; init; } = SlotMarks.Open(null, Slots);
}

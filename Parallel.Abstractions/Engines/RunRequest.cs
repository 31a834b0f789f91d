using ParallelCompute.Wire;

namespace ParallelCompute.Engines;

/// <summary>A run as the dispatcher needs it.</summary>
/// <param name="Definition">What workers are told.</param>
/// <param name="ExpectedCount">Number of items where the input knows it, otherwise null.</param>
/// <param name="BatchSize">Items per batch; null: automatic.</param>
/// <param name="MaxInFlight">Bound of the window in items; null: automatic.</param>
/// <param name="Input">The whole input where it is at hand; then nothing is fed later.</param>
/// <param name="Priority">Runs of a higher one are served first.</param>
/// <param name="Resources">Amounts by name that a running item needs of its worker; null: none.</param>
/// <param name="First">Items before this one have an outcome already and are not fed.</param>
public sealed record RunRequest(
    RunDefinition Definition, long? ExpectedCount, int? BatchSize, int? MaxInFlight, ItemBlock? Input = null,
    int Priority = 0, IReadOnlyDictionary<string, double>? Resources = null, long First = 0);

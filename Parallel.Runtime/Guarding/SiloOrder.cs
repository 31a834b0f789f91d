namespace ParallelCompute.Runtime.Guarding;

/// <summary>A silo to start.</summary>
/// <param name="Worker">Its worker's id.</param>
/// <param name="Slots">Threads that run items.</param>
/// <param name="Variables">Environment variables added to those of this process.</param>
/// <param name="MemoryLimit">Bytes that it may use; null: no limit.</param>
public sealed record SiloOrder(
    string Worker, int Slots, IReadOnlyDictionary<string, string> Variables, long? MemoryLimit = null);

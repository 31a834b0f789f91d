namespace ParallelCompute.Runtime.Guarding;

/// <summary>A silo to start.</summary>
/// <param name="Worker">Its worker's id.</param>
/// <param name="Slots">Threads that run items.</param>
/// <param name="Variables">Environment variables added to those of this process.</param>
/// <param name="MemoryLimit">Bytes that it may use; null: no limit.</param>
/// <param name="Deadline">When it will be ended, in seconds since 1970; null: that is not known.</param>
public sealed record SiloOrder(
    string Worker, int Slots, IReadOnlyDictionary<string, string> Variables, long? MemoryLimit = null,
    long? Deadline = null)
{
    /// <summary>
    /// The processors that it and what it starts may use, as Linux writes lists of them (<c>0-15,32-47</c>); empty:
    /// all.
    /// </summary>
    public string Processors { get; init; } = "";
}

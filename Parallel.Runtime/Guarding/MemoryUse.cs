namespace ParallelCompute.Runtime.Guarding;

/// <summary>Resident memory of a silo that used more than it may.</summary>
/// <param name="Used">Bytes that it was seen to use.</param>
/// <param name="Limit">Bytes that it may use.</param>
internal sealed record MemoryUse(long Used, long Limit);

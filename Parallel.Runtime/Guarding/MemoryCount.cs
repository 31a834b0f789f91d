namespace ParallelCompute.Runtime.Guarding;

/// <summary>How often the kernel has killed a process for memory.</summary>
/// <param name="Where">Whose processes are counted.</param>
/// <param name="Before">The count before a silo died.</param>
/// <param name="Now">The count after it.</param>
internal sealed record MemoryCount(string Where, long Before, long Now);

namespace ParallelCompute;

/// <summary>A GPU, or an instance of one that is split by MIG, that was given to a worker.</summary>
/// <remarks>Its place in <see cref="WorkerContext.Devices"/> is the index by which CUDA knows it there.</remarks>
/// <param name="Uuid">The driver's own name of it: <c>GPU-...</c> or <c>MIG-...</c>.</param>
/// <param name="Name">What it is, such as <c>NVIDIA H200</c>.</param>
/// <param name="TotalMemory">Bytes of memory that it has; 0 where the driver does not tell.</param>
public sealed record Device(string Uuid, string Name, long TotalMemory)
{
    /// <summary>
    /// Bytes of its memory that functions should keep to, as the option <c>device_memory_limit</c> says; nobody holds
    /// them to it. Null: none is set.
    /// </summary>
    public long? MemoryLimit { get; init; }
}

using ParallelCompute.Devices;

namespace ParallelCompute.Launchers.Gpu;

/// <summary>The options that only <c>env: local_gpu</c> has.</summary>
/// <param name="Visible">The GPUs to use, as CUDA would be told; null: as this process is told.</param>
/// <param name="Each">Workers that share a GPU.</param>
/// <param name="MemoryLimit">Bytes, or a share of a GPU's memory; 0: none.</param>
internal sealed record GpuSettings(string? Visible, int Each, object? MemoryLimit)
{
    public const string Env = "local_gpu";

    public static GpuSettings Of(ClusterSettings settings) => new(
        (string?)settings.Own[VisibleGpus.Variable], (int)settings.Own["workers_per_gpu"]!,
        settings.Own["device_memory_limit"]);

    /// <summary>The bytes of a GPU that a worker is told to keep to; null for all.</summary>
    public long? LimitOn(Devices.Gpu gpu) => MemoryLimit switch
    {
        double share => (long)(share * gpu.TotalMemory),
        long bytes and > 0 => bytes,
        _ => null,
    };
}

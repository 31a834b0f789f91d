using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ParallelCompute.Devices;

/// <summary>The GPUs that were given to this process: by a launcher, a batch system or a container.</summary>
public static class WorkerDevices
{
    /// <summary>The resource that a worker offers as often as it has devices.</summary>
    public const string Resource = "gpu";

    /// <summary>How the launcher tells the option <c>device_memory_limit</c>, in bytes.</summary>
    public const string LimitVariable = "PARALLEL_DEVICE_MEMORY_LIMIT";

    /// <summary>What NVIDIA's container runtime is told, and Kubernetes' device plugin says.</summary>
    private const string ContainerVariable = "NVIDIA_VISIBLE_DEVICES";

    /// <summary>
    /// Those that <c>CUDA_VISIBLE_DEVICES</c> names, or all that the container has; without either variable nobody was
    /// given any, and no driver is asked.
    /// </summary>
    /// <param name="logger">Told of devices that were given and cannot be used.</param>
    public static IReadOnlyList<Device> Given(ILogger logger)
    {
        var visible = Environment.GetEnvironmentVariable(VisibleGpus.Variable);
        if (visible is null ? Environment.GetEnvironmentVariable(ContainerVariable) is null or "" or "void" or "none"
            : string.IsNullOrWhiteSpace(visible))
        {
            return [];
        }

        return Given(visible, GpuInventory.Read(), logger);
    }

    internal static IReadOnlyList<Device> Given(string? visible, GpuReport report, ILogger logger)
    {
        var given = report.IsFiltered ? new VisibleGpus(report.Gpus, null)
            : VisibleGpus.Read(visible, report.Gpus, oneInstance: true);
        if (given.Ignored is { } entry && report.Gpus.Count > 0 && entry != "-1" && entry != "NoDevFiles")
        {
            // Both of these are ways to say none; Slurm says the latter.
            logger.LogWarning("CUDA ignores '{Entry}', and what follows, in {Variable}={Value}.",
                entry, VisibleGpus.Variable, visible);
        }

        foreach (var gpu in given.Gpus.Where(g => g.Fault is not null))
        {
            logger.LogWarning("{Gpu}.", gpu);
        }

        var limit = long.TryParse(
            Environment.GetEnvironmentVariable(LimitVariable), NumberStyles.None, CultureInfo.InvariantCulture,
            out var bytes) ? bytes : (long?)null;
        return [.. given.Gpus.Where(g => g.Fault is null)
            .Select(g => new Device(g.Uuid, g.Name, g.TotalMemory) { MemoryLimit = limit })];
    }
}

using Microsoft.Extensions.Logging;

namespace ParallelCompute.Launchers.Gpu;

/// <summary>How many workers there are to be on so many GPUs.</summary>
internal static class GpuCount
{
    /// <summary>Fills in the number of workers where none is set, and warns of GPUs that will be idle.</summary>
    /// <exception cref="ConfigException">There are fewer places than workers.</exception>
    public static ClusterSettings Settle(ClusterSettings settings, UsableGpus gpus, ILogger logger)
    {
        var each = GpuSettings.Of(settings).Each;
        var count = gpus.Gpus.Count;
        if (TooMany(settings.NWorkers, count, each) is { } excess)
        {
            throw new ConfigException($"{excess}\nUse fewer workers, leave n_workers unset for one on each place" +
                $"{(each == 1 ? ", or set workers_per_gpu to have GPUs shared" : "")}. Usable:" +
                string.Concat(gpus.Gpus.Select(g => $"\n  - {g}")));
        }

        if (settings.NWorkers is > 0 and var workers && workers < count)
        {
            logger.LogWarning("n_workers={Workers} < num_gpus={Count}: idle are {Idle}.", workers, count,
                string.Join(", ", gpus.Gpus.Skip(workers).Select(g => $"GPU {g.Index} {g.Uuid} ({g.Name})")));
        }

        return settings.NWorkers == ClusterSettings.OneForEachGpu
            ? settings with { NWorkers = count * each } : settings;
    }

    /// <summary>What is wrong with that many workers; null: nothing.</summary>
    public static string? TooMany(int workers, int gpus, int each) => workers <= gpus * each ? null
        : $"n_workers={workers} > num_gpus={gpus}{(each == 1 ? "" : $" x workers_per_gpu={each}")}";
}

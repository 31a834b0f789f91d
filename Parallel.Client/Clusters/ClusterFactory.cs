using Microsoft.Extensions.Logging;
using ParallelCompute.Engines;
using ParallelCompute.Launchers.Batch;
using ParallelCompute.Launchers.Gpu;
using ParallelCompute.Launchers.Local;
using ParallelCompute.Launchers.Ssh;
using ParallelCompute.Launching;
using ParallelCompute.Runtime;

namespace ParallelCompute.Clusters;

/// <summary>Puts a cluster together: the engine and the launcher that its settings name.</summary>
internal static class ClusterFactory
{
    // The settings were validated: only what exists gets here.
    public static async Task<Cluster> CreateAsync(
        ClusterSettings settings, ILogger logger, CancellationToken cancellationToken)
    {
        foreach (var warning in settings.Warnings)
        {
            logger.LogWarning("{Warning}", warning);
        }

        // Of a dispatcher that serves several clients, the jobs of each are a cluster of their own.
        var id = NewId();
        var launcher = Launcher(settings, id, logger);
        if (settings.Env == GpuSettings.Env)
        {
            var gpus = await UsableGpus.FindAsync(settings, logger, cancellationToken).ConfigureAwait(false);
            settings = GpuCount.Settle(settings, gpus, logger);
            launcher = new GpuLauncher(launcher, settings, gpus);
        }

        return new Cluster(settings, Engine(settings, id, logger), launcher, logger);
    }

    /// <summary>An id for a new cluster.</summary>
    public static string NewId() => Guid.NewGuid().ToString("N")[..10];

    private static ILauncher Launcher(ClusterSettings settings, string id, ILogger logger) => settings.Env switch
    {
        "ssh" => SshLauncher.Of(settings, logger),
        _ when BatchDialects.Find(settings.Env) is { } dialect =>
            new BatchLauncher(new BatchSystem(dialect, settings, id), logger),
        _ => new LocalLauncher(logger),
    };

    public static IEngine Engine(ClusterSettings settings, string id, ILogger logger) =>
        settings.Dispatcher is { } file
        ? new RemoteEngine(new RemoteEngineSettings(
            file, settings.LocalDirectory, settings.HeartbeatInterval, settings.WorkerTimeout, settings.DeathTimeout,
            settings.Resources, logger))
        : new BuiltinEngine(BuiltinEngineSettings.Of(settings, logger) with { Cluster = id });
}

using Microsoft.Extensions.Logging;
using ParallelCompute.Engines;
using ParallelCompute.Launchers.Gpu;
using ParallelCompute.Launchers.Local;
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
        ILauncher launcher = new LocalLauncher(logger);
        if (settings.Env == GpuSettings.Env)
        {
            var gpus = await UsableGpus.FindAsync(settings, logger, cancellationToken).ConfigureAwait(false);
            settings = GpuCount.Settle(settings, gpus, logger);
            launcher = new GpuLauncher(launcher, settings, gpus);
        }

        return new Cluster(settings, Engine(settings, logger), launcher, logger);
    }

    private static IEngine Engine(ClusterSettings settings, ILogger logger) => settings.Dispatcher is { } file
        ? new RemoteEngine(new RemoteEngineSettings(
            file, settings.LocalDirectory, settings.HeartbeatInterval, settings.WorkerTimeout, settings.DeathTimeout,
            settings.Resources, logger))
        : new BuiltinEngine(BuiltinEngineSettings.Of(settings, logger));
}

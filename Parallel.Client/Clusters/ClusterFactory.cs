using Microsoft.Extensions.Logging;
using ParallelCompute.Engines;
using ParallelCompute.Launchers.Batch;
using ParallelCompute.Launchers.Local;
using ParallelCompute.Launching;
using ParallelCompute.Runtime;

namespace ParallelCompute.Clusters;

/// <summary>Puts a cluster together: the engine and the launcher that its settings name.</summary>
internal static class ClusterFactory
{
    // The settings were validated: only what exists gets here.
    public static Cluster Create(ClusterSettings settings, ILogger logger)
    {
        foreach (var warning in settings.Warnings)
        {
            logger.LogWarning("{Warning}", warning);
        }

        // Of a dispatcher that serves several clients, the jobs of each are a cluster of their own.
        var id = Guid.NewGuid().ToString("N")[..10];
        return new Cluster(settings, Engine(settings, id, logger), Launcher(settings, id, logger), logger);
    }

    private static ILauncher Launcher(ClusterSettings settings, string id, ILogger logger) =>
        BatchDialects.Find(settings.Env) is { } dialect
            ? new BatchLauncher(new BatchSystem(dialect, settings, id), logger) : new LocalLauncher(logger);

    private static IEngine Engine(ClusterSettings settings, string id, ILogger logger) =>
        settings.Dispatcher is { } file
        ? new RemoteEngine(new RemoteEngineSettings(
            file, settings.LocalDirectory, settings.HeartbeatInterval, settings.WorkerTimeout, settings.DeathTimeout,
            settings.Resources, logger))
        : new BuiltinEngine(BuiltinEngineSettings.Of(settings, logger) with { Cluster = id });
}

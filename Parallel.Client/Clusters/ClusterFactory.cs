using Microsoft.Extensions.Logging;
using ParallelCompute.Engines;
using ParallelCompute.Launchers.Local;
using ParallelCompute.Runtime;

namespace ParallelCompute.Clusters;

/// <summary>Puts a cluster together: the engine and the launcher that its settings name.</summary>
internal static class ClusterFactory
{
    // The settings were validated: only what exists gets here.
    public static Cluster Create(ClusterSettings settings, ILogger logger) =>
        new(settings, Engine(settings, logger), new LocalLauncher(logger), logger);

    private static IEngine Engine(ClusterSettings settings, ILogger logger) => settings.Dispatcher is { } file
        ? new RemoteEngine(new RemoteEngineSettings(
            file, settings.LocalDirectory, settings.HeartbeatInterval, settings.WorkerTimeout, settings.DeathTimeout,
            settings.Resources, logger))
        : new BuiltinEngine(BuiltinEngineSettings.Of(settings, logger));
}

using Microsoft.Extensions.Logging;
using ParallelCompute.Engines;
using ParallelCompute.Launchers.Local;
using ParallelCompute.Launchers.Ssh;
using ParallelCompute.Launching;
using ParallelCompute.Runtime;

namespace ParallelCompute.Clusters;

/// <summary>Puts a cluster together: the engine and the launcher that its settings name.</summary>
internal static class ClusterFactory
{
    // The settings were validated: only what exists gets here.
    public static Cluster Create(ClusterSettings settings, ILogger logger) =>
        new(settings, Engine(settings, logger), Launcher(settings, logger), logger);

    private static ILauncher Launcher(ClusterSettings settings, ILogger logger) => settings.Env switch
    {
        "ssh" => SshLauncher.Of(settings, logger),
        _ => new LocalLauncher(logger),
    };

    public static IEngine Engine(ClusterSettings settings, ILogger logger) => settings.Dispatcher is { } file
        ? new RemoteEngine(new RemoteEngineSettings(
            file, settings.LocalDirectory, settings.HeartbeatInterval, settings.WorkerTimeout, settings.DeathTimeout,
            settings.Resources, logger))
        : new BuiltinEngine(BuiltinEngineSettings.Of(settings, logger));
}

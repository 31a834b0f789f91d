using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ParallelCompute.Dispatch;
using ParallelCompute.Launchers.Local;
using ParallelCompute.Runtime;

namespace ParallelCompute.Clusters;

/// <summary>Puts a cluster together: the engine and the launcher that its settings name.</summary>
internal static class ClusterFactory
{
    private const int IdBytes = 5;

    public static Cluster Create(ClusterSettings settings, ILogger logger)
    {
        var id = Convert.ToHexString(RandomNumberGenerator.GetBytes(IdBytes)).ToLower(CultureInfo.InvariantCulture);
        // The settings were validated: only what exists gets here.
        var engine = new BuiltinEngine(new BuiltinEngineSettings(
            id, settings.LocalDirectory, new DispatchSettings(settings.SetupTimeout, settings.AllowedFailures),
            settings.HeartbeatInterval, settings.WorkerTimeout, settings.DeathTimeout, logger));
        return new Cluster(settings, engine, new LocalLauncher(logger), logger);
    }
}

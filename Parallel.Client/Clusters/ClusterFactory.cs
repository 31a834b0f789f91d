using System.Net;
using System.Net.NetworkInformation;
using Microsoft.Extensions.Logging;
using ParallelCompute.Dispatch;
using ParallelCompute.Launchers.Local;
using ParallelCompute.Runtime;

namespace ParallelCompute.Clusters;

/// <summary>Puts a cluster together: the engine and the launcher that its settings name.</summary>
internal static class ClusterFactory
{
    private const int IdLength = 10;

    public static Cluster Create(ClusterSettings settings, ILogger logger)
    {
        // Random, but no secret; the library for those takes long to load and can do so while processes boot.
        var id = Guid.NewGuid().ToString("N")[..IdLength];
        // The settings were validated: only what exists gets here.
        var engine = new BuiltinEngine(new BuiltinEngineSettings(
            id, settings.LocalDirectory,
            new DispatchSettings(settings.SetupTimeout, settings.AllowedFailures, settings.CancelGrace),
            settings.HeartbeatInterval, settings.WorkerTimeout, settings.DeathTimeout, settings.Resources, logger,
            settings.Protocol == TransportProtocol.Tcp
                ? new TcpSettings(IsRemote(settings), settings.Host, settings.Interface, settings.Port) : null));
        return new Cluster(settings, engine, new LocalLauncher(logger), logger);
    }

    /// <summary>
    /// Whether a way from elsewhere is named, for workers that are started by hand; else loopback is enough.
    /// </summary>
    private static bool IsRemote(ClusterSettings settings) => settings.Interface is { } name
        ? NetworkInterface.GetAllNetworkInterfaces()
            .Any(i => i.Name == name && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        : settings.Host is { } host && host != "localhost" &&
            !(IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}

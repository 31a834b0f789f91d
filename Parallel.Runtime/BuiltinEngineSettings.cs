using System.Net;
using System.Net.NetworkInformation;
using Microsoft.Extensions.Logging;
using ParallelCompute.Dispatch;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime;

/// <summary>What the builtin engine is told at its start.</summary>
/// <param name="Cluster">The cluster's id; part of its private folder's name.</param>
/// <param name="LocalDirectory">Where that folder is made; null: the system's temporary folder.</param>
/// <param name="Dispatch">For the dispatcher.</param>
/// <param name="HeartbeatInterval">How often both ends of a connection show that they live.</param>
/// <param name="WorkerTimeout">Silence after which a worker is taken for lost.</param>
/// <param name="DeathTimeout">Silence after which a worker takes its dispatcher for lost and ends itself.</param>
/// <param name="Resources">Amounts by name that each worker is to offer.</param>
/// <param name="Logger">Where refused connections and lost workers are logged.</param>
/// <param name="Tcp">Where to listen over TCP; null: on a Unix socket, for silos of this machine.</param>
public sealed record BuiltinEngineSettings(
    string Cluster, string? LocalDirectory, DispatchSettings Dispatch, TimeSpan HeartbeatInterval,
    TimeSpan WorkerTimeout, TimeSpan DeathTimeout, IReadOnlyDictionary<string, double> Resources, ILogger Logger,
    TcpSettings? Tcp = null)
{
    private const int IdLength = 10;

    /// <summary>Those of a new cluster.</summary>
    public static BuiltinEngineSettings Of(ClusterSettings settings, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        // Random, but no secret; the library for those takes long to load and can do so while processes boot.
        var id = Guid.NewGuid().ToString("N")[..IdLength];
        return new BuiltinEngineSettings(
            id, settings.LocalDirectory,
            new DispatchSettings(settings.SetupTimeout, settings.AllowedFailures, settings.CancelGrace),
            settings.HeartbeatInterval, settings.WorkerTimeout, settings.DeathTimeout, settings.Resources, logger,
            settings.Protocol == TransportProtocol.Tcp
                ? new TcpSettings(IsRemote(settings), settings.Host, settings.Interface, settings.Port) : null);
    }

    /// <summary>Who to be again; null: somebody new.</summary>
    internal Identity? Kept { get; init; }

    /// <summary>
    /// Whether clients in other processes may come, and workers may come again that lost the dispatcher.
    /// </summary>
    internal bool Standalone { get; init; }

    /// <summary>How long a peer may take to prove itself.</summary>
    internal TimeSpan HandshakeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Told the worker of each message that the dispatcher is given, on any thread.</summary>
    internal Action<string>? Heard { get; init; }

    /// <summary>
    /// Whether workers come from other machines: by the env, or by hand where a way from elsewhere is named.
    /// </summary>
    private static bool IsRemote(ClusterSettings settings) => settings.IsRemote || (settings.Interface is { } name
        ? NetworkInterface.GetAllNetworkInterfaces()
            .Any(i => i.Name == name && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        : settings.Host is { } host && host != "localhost" &&
            !(IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)));
}

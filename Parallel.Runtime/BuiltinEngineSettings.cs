using Microsoft.Extensions.Logging;
using ParallelCompute.Dispatch;

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
    /// <summary>How long a peer may take to prove itself.</summary>
    internal TimeSpan HandshakeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Told the worker of each message that the dispatcher is given, on any thread.</summary>
    internal Action<string>? Heard { get; init; }
}

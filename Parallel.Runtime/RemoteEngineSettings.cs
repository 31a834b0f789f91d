using Microsoft.Extensions.Logging;

namespace ParallelCompute.Runtime;

/// <summary>What a client is told of a dispatcher in another process.</summary>
/// <param name="CredentialsFile">The file that the dispatcher wrote.</param>
/// <param name="LocalDirectory">Where workers of this client keep files; null: as the dispatcher says.</param>
/// <param name="HeartbeatInterval">How often each end shows that it lives.</param>
/// <param name="Silence">Silence after which the connection is taken for broken.</param>
/// <param name="AwayLimit">How long a dispatcher that was lost is looked for.</param>
/// <param name="Resources">Amounts by name that each worker of this client is to offer.</param>
/// <param name="Logger">Where broken connections are logged.</param>
public sealed record RemoteEngineSettings(
    string CredentialsFile, string? LocalDirectory, TimeSpan HeartbeatInterval, TimeSpan Silence, TimeSpan AwayLimit,
    IReadOnlyDictionary<string, double> Resources, ILogger Logger);

namespace ParallelCompute.Runtime;

/// <summary>Where the builtin engine listens for silos over TCP, and what they dial. All of it is TLS.</summary>
/// <param name="Remote">Whether silos of other machines are to come; otherwise only loopback is listened on.</param>
/// <param name="Host">
/// The name or address that silos dial; null: loopback, or every address that others may be able to dial.
/// </param>
/// <param name="Interface">The network interface to listen on; null: all of them.</param>
/// <param name="Ports">The ports to choose from; 0: the system chooses.</param>
public sealed record TcpSettings(
    bool Remote = false, string? Host = null, string? Interface = null, PortRange Ports = default);

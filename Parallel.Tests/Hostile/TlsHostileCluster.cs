namespace ParallelCompute.Tests.Hostile;

/// <summary>Over TLS.</summary>
public sealed class TlsHostileCluster() : SharedHostileCluster(TransportProtocol.Tcp);

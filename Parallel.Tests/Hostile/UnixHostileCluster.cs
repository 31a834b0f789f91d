namespace ParallelCompute.Tests.Hostile;

/// <summary>Over the socket of one machine.</summary>
public sealed class UnixHostileCluster() : SharedHostileCluster(TransportProtocol.Unix);

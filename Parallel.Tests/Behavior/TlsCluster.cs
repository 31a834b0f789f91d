namespace ParallelCompute.Tests.Behavior;

/// <summary>Shared workers that connect by TLS.</summary>
public sealed class TlsCluster() : SharedCluster(new LocalFixture(TransportProtocol.Tcp));

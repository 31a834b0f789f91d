namespace ParallelCompute.Tests.Behavior;

/// <summary>What of the behavior suite a transport can break, over TLS with processes of this machine.</summary>
public static class TlsBehavior
{
    [Collection(SecondLine.Name)]
    public sealed class Values(TlsCluster cluster) : ValueBehavior(cluster), IClassFixture<TlsCluster>;

    [Collection(SecondLine.Name)]
    public sealed class Maps(TlsCluster cluster) : MapBehavior(cluster), IClassFixture<TlsCluster>;

    [Collection(SecondLine.Name)]
    public sealed class Errors(TlsCluster cluster) : ErrorBehavior(cluster), IClassFixture<TlsCluster>;

    [Collection(SecondLine.Name)]
    public sealed class Streams(TlsCluster cluster) : StreamBehavior(cluster), IClassFixture<TlsCluster>;

    [Collection(SecondLine.Name)]
    public sealed class LargeConstants() : LargeConstantBehavior(new LocalFixture(TransportProtocol.Tcp));

    [Collection(Processes.Name)]
    public sealed class LostWorkers() : LostWorkerBehavior(new LocalFixture(TransportProtocol.Tcp));

    [Collection(Processes.Name)]
    public sealed class Closing() : ClosingBehavior(new LocalFixture(TransportProtocol.Tcp));
}

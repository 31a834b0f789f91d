namespace ParallelCompute.Tests.Hostile;

/// <summary>A cluster that the tests of a class share.</summary>
public abstract class SharedHostileCluster(TransportProtocol protocol) : IAsyncLifetime
{
    public HostileCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync() => Cluster = await HostileCluster.StartAsync(protocol);

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}

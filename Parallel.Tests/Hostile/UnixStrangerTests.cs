namespace ParallelCompute.Tests.Hostile;

/// <summary>Over the socket of one machine.</summary>
[Collection(Processes.Name)]
public sealed class UnixStrangerTests(UnixHostileCluster shared)
    : StrangerTests(shared.Cluster), IClassFixture<UnixHostileCluster>;

namespace ParallelCompute.Tests.Hostile;

/// <summary>Over the socket of one machine.</summary>
[Collection(Processes.Name)]
public sealed class UnixLiarTests(UnixHostileCluster shared)
    : LiarTests(shared.Cluster), IClassFixture<UnixHostileCluster>;

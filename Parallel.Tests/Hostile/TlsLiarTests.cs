namespace ParallelCompute.Tests.Hostile;

/// <summary>Over TLS.</summary>
[Collection(Processes.Name)]
public sealed class TlsLiarTests(TlsHostileCluster shared)
    : LiarTests(shared.Cluster), IClassFixture<TlsHostileCluster>;

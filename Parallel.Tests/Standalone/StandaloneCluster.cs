using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Standalone;

/// <summary>Shared workers of a client whose dispatcher is a process of its own.</summary>
public sealed class StandaloneCluster() : SharedCluster(new StandaloneFixture());

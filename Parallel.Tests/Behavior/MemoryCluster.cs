using ParallelCompute.Tests.InMemory;

namespace ParallelCompute.Tests.Behavior;

/// <summary>The shared workers of <see cref="InMemoryFixture"/>.</summary>
public sealed class MemoryCluster() : SharedCluster(new InMemoryFixture());

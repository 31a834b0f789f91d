namespace ParallelCompute.Tests.Behavior;

/// <summary>The shared workers of <see cref="LocalFixture"/>.</summary>
public sealed class LocalCluster() : SharedCluster(new LocalFixture());

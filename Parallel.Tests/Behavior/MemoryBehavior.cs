using ParallelCompute.Tests.InMemory;

namespace ParallelCompute.Tests.Behavior;

/// <summary>The behavior suite on the in-memory engine.</summary>
public static class MemoryBehavior
{
    public sealed class Limits() : ValueLimitBehavior(new InMemoryFixture());

    public sealed class Progress(MemoryCluster cluster) : ProgressBehavior(cluster), IClassFixture<MemoryCluster>;

    public sealed class Functions(MemoryCluster cluster) : FunctionBehavior(cluster), IClassFixture<MemoryCluster>;

    public sealed class Values(MemoryCluster cluster) : ValueBehavior(cluster), IClassFixture<MemoryCluster>;

    public sealed class Maps(MemoryCluster cluster) : MapBehavior(cluster), IClassFixture<MemoryCluster>;

    public sealed class Errors(MemoryCluster cluster) : ErrorBehavior(cluster), IClassFixture<MemoryCluster>;

    public sealed class Retries(MemoryCluster cluster) : RetryBehavior(cluster), IClassFixture<MemoryCluster>;

    public sealed class Streams(MemoryCluster cluster) : StreamBehavior(cluster), IClassFixture<MemoryCluster>;

    public sealed class Indexed(MemoryCluster cluster) : IndexedBehavior(cluster), IClassFixture<MemoryCluster>;

    public sealed class Synchronous(MemoryCluster cluster) : SynchronousBehavior(cluster), IClassFixture<MemoryCluster>;

    public sealed class Submits(MemoryCluster cluster) : SubmitBehavior(cluster), IClassFixture<MemoryCluster>;

    public sealed class Binding(MemoryCluster cluster) : BindingBehavior(cluster), IClassFixture<MemoryCluster>;

    public sealed class Environments(MemoryCluster cluster)
        : EnvironmentBehavior(cluster), IClassFixture<MemoryCluster>;

    public sealed class Contexts(MemoryCluster cluster) : WorkerContextBehavior(cluster), IClassFixture<MemoryCluster>;

    public sealed class Sharing(MemoryCluster cluster) : SharingBehavior(cluster), IClassFixture<MemoryCluster>;

    public sealed class Setup() : SetupBehavior(new InMemoryFixture());

    public sealed class LargeConstants() : LargeConstantBehavior(new InMemoryFixture());

    public sealed class Timeouts() : TimeoutBehavior(new InMemoryFixture());

    public sealed class Speculation() : SpeculationBehavior(new InMemoryFixture());

    public sealed class LostWorkers() : LostWorkerBehavior(new InMemoryFixture());

    public sealed class Scaling() : ScalingBehavior(new InMemoryFixture());

    public sealed class Closing() : ClosingBehavior(new InMemoryFixture());
}

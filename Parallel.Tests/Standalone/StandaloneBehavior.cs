using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Standalone;

/// <summary>
/// The behavior suite with the dispatcher in a process of its own, but for what differs: clients share workers and what
/// these keep of large values, and the ids of workers tell whose they are.
/// </summary>
public static class StandaloneBehavior
{
    [Collection(SecondLine.Name)]
    public sealed class Values(StandaloneCluster cluster) : ValueBehavior(cluster), IClassFixture<StandaloneCluster>;

    [Collection(SecondLine.Name)]
    public sealed class Maps(StandaloneCluster cluster) : MapBehavior(cluster), IClassFixture<StandaloneCluster>;

    [Collection(SecondLine.Name)]
    public sealed class Errors(StandaloneCluster cluster) : ErrorBehavior(cluster), IClassFixture<StandaloneCluster>;

    [Collection(SecondLine.Name)]
    public sealed class Streams(StandaloneCluster cluster) : StreamBehavior(cluster), IClassFixture<StandaloneCluster>;

    [Collection(SecondLine.Name)]
    public sealed class Indexed(StandaloneCluster cluster) : IndexedBehavior(cluster), IClassFixture<StandaloneCluster>;

    [Collection(SecondLine.Name)]
    public sealed class Submits(StandaloneCluster cluster) : SubmitBehavior(cluster), IClassFixture<StandaloneCluster>;

    [Collection(SecondLine.Name)]
    public sealed class Environments(StandaloneCluster cluster)
        : EnvironmentBehavior(cluster), IClassFixture<StandaloneCluster>;

    [Collection(SecondLine.Name)]
    public sealed class Setup() : SetupBehavior(new StandaloneFixture());

    [Collection(Processes.Name)]
    public sealed class LostWorkers() : LostWorkerBehavior(new StandaloneFixture());

    [Collection(Processes.Name)]
    public sealed class Closing() : ClosingBehavior(new StandaloneFixture());
}

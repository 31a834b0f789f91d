namespace ParallelCompute.Tests.Behavior;

/// <summary>The behavior suite on the builtin engine with processes of this machine.</summary>
public static class LocalBehavior
{
    [Collection(FirstLine.Name)]
    public sealed class Progress(LocalCluster cluster) : ProgressBehavior(cluster), IClassFixture<LocalCluster>;

    [Collection(FirstLine.Name)]
    public sealed class Limits() : ValueLimitBehavior(new LocalFixture());

    [Collection(FirstLine.Name)]
    public sealed class Functions(LocalCluster cluster) : FunctionBehavior(cluster), IClassFixture<LocalCluster>;

    [Collection(FirstLine.Name)]
    public sealed class Values(LocalCluster cluster) : ValueBehavior(cluster), IClassFixture<LocalCluster>;

    [Collection(FirstLine.Name)]
    public sealed class Maps(LocalCluster cluster) : MapBehavior(cluster), IClassFixture<LocalCluster>;

    [Collection(FirstLine.Name)]
    public sealed class Errors(LocalCluster cluster) : ErrorBehavior(cluster), IClassFixture<LocalCluster>;

    [Collection(FirstLine.Name)]
    public sealed class Retries(LocalCluster cluster) : RetryBehavior(cluster), IClassFixture<LocalCluster>;

    [Collection(FirstLine.Name)]
    public sealed class Streams(LocalCluster cluster) : StreamBehavior(cluster), IClassFixture<LocalCluster>;

    [Collection(FirstLine.Name)]
    public sealed class Indexed(LocalCluster cluster) : IndexedBehavior(cluster), IClassFixture<LocalCluster>;

    [Collection(FirstLine.Name)]
    public sealed class Synchronous(LocalCluster cluster) : SynchronousBehavior(cluster), IClassFixture<LocalCluster>;

    [Collection(FirstLine.Name)]
    public sealed class Submits(LocalCluster cluster) : SubmitBehavior(cluster), IClassFixture<LocalCluster>;

    [Collection(FirstLine.Name)]
    public sealed class Binding(LocalCluster cluster) : BindingBehavior(cluster), IClassFixture<LocalCluster>;

    [Collection(FirstLine.Name)]
    public sealed class Environments(LocalCluster cluster)
        : EnvironmentBehavior(cluster), IClassFixture<LocalCluster>;

    [Collection(FirstLine.Name)]
    public sealed class Contexts(LocalCluster cluster) : WorkerContextBehavior(cluster), IClassFixture<LocalCluster>;

    [Collection(FirstLine.Name)]
    public sealed class Sharing(LocalCluster cluster) : SharingBehavior(cluster), IClassFixture<LocalCluster>;

    [Collection(FirstLine.Name)]
    public sealed class Setup() : SetupBehavior(new LocalFixture());

    [Collection(FirstLine.Name)]
    public sealed class LargeConstants() : LargeConstantBehavior(new LocalFixture());

    [Collection(Processes.Name)]
    public sealed class Timeouts() : TimeoutBehavior(new LocalFixture());

    [Collection(Processes.Name)]
    public sealed class Speculation() : SpeculationBehavior(new LocalFixture());

    [Collection(Processes.Name)]
    public sealed class LostWorkers() : LostWorkerBehavior(new LocalFixture());

    [Collection(Processes.Name)]
    public sealed class Scaling() : ScalingBehavior(new LocalFixture());

    [Collection(Processes.Name)]
    public sealed class Closing() : ClosingBehavior(new LocalFixture());
}

using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Clusters;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.InMemory;

public sealed class ClosingQueueTests
{
    [Fact]
    public async Task Workers_that_wait_in_a_queue_have_no_grace_when_the_client_closes()
    {
        var settings = ClusterSettings.From(new ParallelConfig { NWorkers = 2 });
        await using var engine = new InMemoryEngine(settings, TimeProvider.System, NullLogger.Instance);
        await using var launcher = new QueueLauncher();
        using var cancel = new CancellationTokenSource();
        var opening = ParallelClient.OpenAsync(
            new Cluster(settings, engine, launcher, NullLogger.Instance), null, NullLogger.Instance, cancel.Token);
        await launcher.Asked.Soon();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.Soon());
        Assert.Equal([("w1", TimeSpan.Zero), ("w2", TimeSpan.Zero)], launcher.Ended.Order());
    }
}

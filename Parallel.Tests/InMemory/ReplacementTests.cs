using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Clusters;

namespace ParallelCompute.Tests.InMemory;

public sealed class ReplacementTests
{
    [Fact]
    public async Task Runs_fail_with_the_reason_where_the_last_worker_cannot_be_replaced()
    {
        var settings = ClusterSettings.From(new ParallelConfig { NWorkers = 1 });
        var engine = new InMemoryEngine(settings, TimeProvider.System, NullLogger.Instance);
        var launcher = new InMemoryLauncher(engine);
        await using var client = await ParallelClient.OpenAsync(
            new Cluster(settings, engine, new OnceLauncher(launcher), NullLogger.Instance), null, NullLogger.Instance,
            CancellationToken.None);
        engine.Freeze("w1");
        var map = client.ParallelMapAsync((int x) => x, [1]);

        launcher.Kill("w1");

        await Assert.ThrowsAsync<LaunchException>(() => map.WaitAsync(TimeSpan.FromSeconds(30)));
        await Assert.ThrowsAsync<LaunchException>(
            () => client.WaitForWorkersAsync(1, TimeSpan.FromSeconds(30)).WaitAsync(TimeSpan.FromSeconds(30)));
    }
}

using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.InMemory;

/// <summary>What a worker that is told to stop still has to do.</summary>
public sealed class StoppingWorkerTests
{
    private readonly InMemoryFixture _fixture = new();

    [Fact]
    public async Task What_a_setup_makes_while_its_worker_stops_is_disposed()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var client = await _fixture.OpenAsync(SharedCluster.Config(1)).Soon();
        var map = client.ParallelMapAsync((int x, Resource late) => x, [1], setup: () =>
        {
            Gate.Pass(path, "setup");
            return new { late = new Resource(path, "late") };
        });
        var setup = await gate.NextAsync();
        var stopping = Worker(client).Grain.StopAsync(Gate.Limit);
        Assert.False(stopping.IsCompleted);
        setup.Release();
        Assert.Equal("late disposed", (await gate.NextAsync()).Name);
        Assert.True(await stopping.Soon());
        await client.DisposeAsync().AsTask().Soon();
        await Assert.ThrowsAnyAsync<ParallelException>(() => map.Soon());
    }

    [Fact]
    public async Task Items_that_wait_for_a_slot_do_not_keep_the_environment_from_being_disposed()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var client = await _fixture.OpenAsync(
            SharedCluster.Config(1), () => new { model = new Resource(path, "model") }).Soon();
        var map = client.ParallelMapAsync(
            (int x, Resource model) =>
            {
                Gate.Pass(path, "item", WorkerContext.Current.CancellationToken);
                return x;
            },
            Enumerable.Range(0, 4), new MapOptions { BatchSize = 1 });
        Assert.Equal("item", (await gate.NextAsync()).Name);
        var worker = Worker(client);
        // As a process does: it closes its connection first.
        worker.Outward.Close();
        var stopping = worker.Grain.StopAsync(Gate.Limit);
        Assert.Equal("model disposed", (await gate.NextAsync()).Name);
        Assert.True(await stopping.Soon());
        await client.DisposeAsync().AsTask().Soon();
        await Assert.ThrowsAnyAsync<ParallelException>(() => map.Soon());
    }

    [Fact]
    public async Task The_time_of_an_item_is_looked_at_though_its_slot_had_only_just_taken_it()
    {
        const int Times = 20;
        await using var gate = new Gate();
        var path = gate.Path;
        var config = SharedCluster.Config(1);
        config.Options["cancel_grace"] = "60 s";
        await using var client = await _fixture.OpenAsync(config).Soon();
        var grain = Worker(client).Grain;
        for (var time = 0; time < Times; time++)
        {
            var map = client.ParallelMapAsync(
                x =>
                {
                    Gate.Tell(path, "begun");
                    return WorkerContext.Current.CancellationToken.WaitHandle.WaitOne(Gate.Limit);
                },
                [1], new MapOptions { ItemTimeout = TimeSpan.FromMilliseconds(50) });
            var begun = gate.NextAsync();
            while (!begun.IsCompleted)
            {
                // The timer's work, at every moment between taking the batch and running its item.
                grain.FlushSlow();
            }

            await begun;
            await Assert.ThrowsAsync<ItemTimeoutException>(() => map.Soon());
        }
    }

    private InMemoryWorker Worker(ParallelClient client) => _fixture.EngineOf(client).Worker("w1");
}

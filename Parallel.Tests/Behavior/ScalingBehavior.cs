namespace ParallelCompute.Tests.Behavior;

/// <summary>Workers that come and go while a client is open, and how runs share those that there are.</summary>
public abstract class ScalingBehavior(IClusterFixture fixture)
{
    private static int s_setups;

    [Fact]
    public async Task Late_workers_build_the_environment_and_share_what_runs()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await fixture.OpenAsync(
            SharedCluster.Config(1), () => new { setup = Interlocked.Increment(ref s_setups) }).Soon();
        var map = client.ParallelMapAsync(
            (int x, int setup) =>
            {
                Gate.Pass(path, WorkerContext.Current.WorkerId);
                return setup;
            },
            Enumerable.Range(0, 6), new MapOptions { BatchSize = 1 });
        var first = await gate.NextAsync();
        await client.ScaleAsync(3).Soon();
        var others = await gate.NextAsync(2);
        Assert.Equal(3, others.Append(first).Select(v => v.Name).Distinct().Count());
        gate.Open();
        await map.Soon();
        Assert.Equal(3, client.Snapshot().Workers.Count(w => w.State == WorkerState.Ready));
    }

    [Fact]
    public async Task Workers_that_leave_finish_what_they_run_and_dispose_their_environment()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var config = SharedCluster.Config(3);
        config.Options["cancel_grace"] = "60 s";
        await using var client = await fixture.OpenAsync(
            config, () => new { model = new Resource(path, "model") }).Soon();
        await client.WaitForWorkersAsync(3, Gate.Limit).Soon();
        var run = client.ParallelForIndexedAsync(
            (int x) =>
            {
                if (x < 3)
                {
                    Gate.Pass(path, WorkerContext.Current.WorkerId);
                }

                return x;
            },
            Enumerable.Range(0, 500), new MapOptions { BatchSize = 4 }).AllAsync();
        // A batch holds several of them: who waits here keeps the others from their turn.
        var visit = await gate.NextAsync();
        var scaling = client.ScaleAsync(1);
        if (visit.Name != "w1")
        {
            Assert.False(scaling.IsCompleted);
            Assert.Contains(client.Snapshot().Workers, w => w.Id == visit.Name && w.State == WorkerState.Leaving);
        }

        gate.Open();
        await scaling.Soon();
        var results = await run.Soon();
        Assert.Equal(Enumerable.Range(0, 500), results.Select(r => r.Value).Order());
        Assert.All(results, r => Assert.Equal(1, r.Attempt));
        Assert.Equal("w1", Assert.Single(client.Snapshot().Workers).Id);
        var names = (await gate.NextAsync(4)).Select(v => v.Name).ToList();
        Assert.Equal(2, names.Count(n => n == "model disposed"));
        await client.ParallelMapAsync(x => x, [1]).GivesAsync(1);
    }

    [Fact]
    public async Task An_item_that_outlasts_the_grace_of_a_worker_that_leaves_is_run_elsewhere()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var config = SharedCluster.Config();
        config.Options["cancel_grace"] = "100 ms";
        config.Options["allowed_failures"] = 1;
        await using var client = await fixture.OpenAsync(config).Soon();
        await client.WaitForWorkersAsync(2, Gate.Limit).Soon();
        var run = client.ParallelForIndexedAsync(
            (int x) =>
            {
                Gate.Pass(path, WorkerContext.Current.WorkerId, WorkerContext.Current.CancellationToken);
                return x;
            },
            Enumerable.Range(0, 2), new MapOptions { BatchSize = 1 }).AllAsync();
        await gate.NextAsync(2);
        await client.ScaleAsync(1).Soon();
        gate.Open();
        var results = await run.Soon();
        Assert.All(results, r => Assert.Equal("w1", r.WorkerId));
        Assert.Equal([1, 2], results.Select(r => r.Attempt).Order());
    }

    [Fact]
    public async Task Of_concurrent_calls_the_last_wins_and_none_at_all_is_refused()
    {
        await using var client = await fixture.OpenAsync(SharedCluster.Config(1)).Soon();
        await Task.WhenAll(client.ScaleAsync(4), client.ScaleAsync(1), client.ScaleAsync(2)).Soon();
        await client.WaitForWorkersAsync(2, Gate.Limit).Soon();
        Assert.Equal(2, client.Snapshot().Workers.Count);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.ScaleAsync(0));
        await client.ParallelMapAsync(x => x, [1, 2, 3]).GivesAsync(1, 2, 3);
    }

    [Fact]
    public async Task A_setup_that_was_replaced_meanwhile_is_the_one_that_late_workers_build()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await fixture.OpenAsync(SharedCluster.Config(1), () => new { who = "a" }).Soon();
        await client.ScaleAsync(2).Soon();
        await client.ParallelMapAsync((int x, string who) => who, [1], setup: () => new { who = "b" }).GivesAsync("b");
        await client.ScaleAsync(3).Soon();
        await client.WaitForWorkersAsync(3, Gate.Limit).Soon();
        var map = client.ParallelMapAsync(
            (int x, string who) =>
            {
                Gate.Pass(path, WorkerContext.Current.WorkerId);
                return who;
            },
            [1, 2, 3], new MapOptions { BatchSize = 1 });
        Assert.Equal(3, (await gate.NextAsync(3)).Select(v => v.Name).Distinct().Count());
        gate.Open();
        await map.GivesAsync("b", "b", "b");
    }

    [Fact]
    public async Task A_run_of_a_higher_priority_goes_before_what_has_not_been_leased()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await fixture.OpenAsync(SharedCluster.Config(1)).Soon();
        int Wait(int x)
        {
            Gate.Pass(path, $"{x}");
            return x;
        }

        var low = client.ParallelMapAsync(
            Wait, Enumerable.Range(0, 6), new MapOptions { BatchSize = 1, MaxInFlight = 10 });
        var visit = await gate.NextAsync();
        var high = client.ParallelMapAsync(
            Wait, Enumerable.Range(100, 4), new MapOptions { BatchSize = 1, MaxInFlight = 10, Priority = 1 });
        Assert.True(SpinWait.SpinUntil(() => client.Snapshot().ItemsQueued == 8, Gate.Limit));
        List<int> order = [];
        for (var left = 10; left > 0; left--)
        {
            order.Add(int.Parse(visit.Name, System.Globalization.CultureInfo.InvariantCulture));
            visit.Release();
            visit = left > 1 ? await gate.NextAsync() : visit;
        }

        // One of the low run waits on the worker already, behind the one that runs.
        Assert.Equal([0, 1, 100, 101, 102, 103, 2, 3, 4, 5], order);
        await Task.WhenAll(low, high).Soon();
    }

    [Fact]
    public async Task Items_run_where_their_resources_are_and_no_more_at_once_than_there_are()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var config = SharedCluster.Config(1);
        config.Options["threads_per_worker"] = 2;
        config.Options["resources"] = new Dictionary<string, object?> { ["gpu"] = 1, ["licence"] = 0.5 };
        await using var client = await fixture.OpenAsync(config).Soon();
        var map = client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, $"{x}");
                return x;
            },
            [1, 2], new MapOptions { BatchSize = 1, Resources = new Dictionary<string, double> { ["gpu"] = 1 } });
        await gate.NextAsync();
        // The other slot is free for whoever needs none.
        await client.ParallelMapAsync(x => x, [3]).GivesAsync(3);
        await gate.HasNoVisitorAsync();
        gate.Open();
        await map.GivesAsync(1, 2);
        var refused = await Assert.ThrowsAsync<ParallelException>(() => client.ParallelMapAsync(
            x => x, [1], new MapOptions { Resources = new Dictionary<string, double> { ["gpu"] = 2 } }).Soon());
        Assert.Contains(
            "needs gpu: 2, but workers offer gpu: 1, licence: 0.5", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<BindingException>(() => client.ParallelMapAsync(
            x => x, [1], new MapOptions { Resources = new Dictionary<string, double> { ["gpu"] = 0 } }).Soon());
    }
}

namespace ParallelCompute.Tests.Behavior;

/// <summary>Items that run longer than they may, or go on when nobody wants them any more.</summary>
public abstract class TimeoutBehavior(IClusterFixture fixture)
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    private static int s_setups;

    [Fact]
    public async Task An_item_that_listens_fails_when_its_time_is_over_and_its_worker_stays()
    {
        await using var client = await OpenAsync(grace: "60 s");
        var thrown = await Assert.ThrowsAsync<ItemTimeoutException>(() => client.ParallelMapAsync(
            x =>
            {
                WorkerContext.Current.CancellationToken.WaitHandle.WaitOne(Gate.Limit);
                WorkerContext.Current.CancellationToken.ThrowIfCancellationRequested();
                return x;
            },
            [1], new MapOptions { ItemTimeout = Short }).Soon());
        Assert.Equal((0L, Short, 0L), (thrown.ItemIndex, thrown.Limit, thrown.Data["ItemIndex"]));
        Assert.IsAssignableFrom<OperationCanceledException>(thrown.InnerException);
        Assert.Equal(["w1"], client.Snapshot().Workers.Select(w => w.Id));
    }

    [Fact]
    public async Task Only_the_item_whose_time_is_over_sees_its_token_and_what_it_returns_then_is_too_late()
    {
        await using var client = await OpenAsync(grace: "60 s");
        var results = await client.ParallelForIndexedAsync(
            x =>
            {
                var token = WorkerContext.Current.CancellationToken;
                return x % 4 == 2 ? token.WaitHandle.WaitOne(Gate.Limit) : token.IsCancellationRequested;
            },
            Enumerable.Range(0, 8),
            new MapOptions { ItemTimeout = Short, OnError = OnError.Collect, BatchSize = 4 }).AllAsync();
        Assert.Equal([2, 6], results.Where(r => r.Error is ItemTimeoutException).Select(r => r.Index).Order());
        Assert.All(results, r => Assert.False(r.Value));
    }

    [Fact]
    public async Task An_item_that_does_not_listen_fails_with_its_worker_and_the_others_run_elsewhere()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync(setup: () => new { built = Interlocked.Increment(ref s_setups) });
        var results = await client.ParallelForIndexedAsync(
            (int x, int built) =>
            {
                if (x == 2)
                {
                    Gate.Pass(path, "stuck");
                }

                return built > 0 ? x : -1;
            },
            Enumerable.Range(0, 20),
            new MapOptions { ItemTimeout = Short, OnError = OnError.Collect, BatchSize = 5 }).AllAsync();
        var late = Assert.IsType<ItemTimeoutException>(Assert.Single(results, r => r.Error is not null).Error);
        Assert.Equal((2L, 2L, "w1"), (late.ItemIndex, late.Data["ItemIndex"], late.Data["WorkerId"]));
        Assert.Contains("w1 was killed", late.Message, StringComparison.Ordinal);
        var others = results.Where(r => r.Error is null).OrderBy(r => r.Index).ToArray();
        Assert.Equal(Enumerable.Range(0, 20).Where(x => x != 2), others.Select(r => r.Value));
        Assert.Contains(others, r => r.WorkerId == "w2");
    }

    [Fact]
    public async Task An_item_that_had_to_be_stopped_is_tried_again_where_retries_are_left()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync();
        var task = client.ParallelSubmit(
            x =>
            {
                if (WorkerContext.Current.Attempt == 1)
                {
                    Gate.Pass(path, "stuck");
                }

                return WorkerContext.Current.Attempt;
            },
            0, new MapOptions { ItemTimeout = Short, Retries = 1 });
        Assert.Equal(2, await task.Soon());
    }

    [Fact]
    public async Task A_canceled_call_frees_its_slot_though_the_item_does_not_listen()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync();
        using var cancel = new CancellationTokenSource();
        var map = client.ParallelMapAsync(x => Stay(path, x), [1], cancellationToken: cancel.Token);
        await gate.NextAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => map.Soon());
        await client.ParallelMapAsync(x => WorkerContext.Current.WorkerId, [1]).GivesAsync("w2");
    }

    [Fact]
    public async Task A_run_that_failed_or_was_left_frees_its_slots_though_items_do_not_listen()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync(threads: 2);
        var failing = client.ParallelMapAsync(
            x => x == 0 ? Stay(path, x) : throw new InvalidDataException("bad"), [0, 1],
            new MapOptions { BatchSize = 1 });
        await Assert.ThrowsAsync<InvalidDataException>(() => failing.Soon());
        await foreach (var x in client.ParallelForAsync(
            x => x == 0 ? Stay(path, x) : x, [0, 1], new MapOptions { BatchSize = 1 }))
        {
            break;
        }

        // Both items stay until the other has come: all slots are free again.
        var both = client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, "both");
                return WorkerContext.Current.WorkerId;
            },
            [0, 1], new MapOptions { BatchSize = 1 });
        for (var here = 0; here < 2;)
        {
            here += (await gate.NextAsync()).Name == "both" ? 1 : 0;
        }

        gate.Open();
        var ids = await both.Soon();
        Assert.All(ids, id => Assert.NotEqual("w1", id));
    }

    [Fact]
    public async Task A_limit_that_makes_no_sense_is_refused_before_anything_starts()
    {
        await using var client = await OpenAsync();
        foreach (var limit in new[] { TimeSpan.Zero, TimeSpan.FromTicks(-1), TimeSpan.FromDays(25) })
        {
            var refused = await Assert.ThrowsAsync<BindingException>(() => client.ParallelMapAsync(
                x => x, [1], new MapOptions { ItemTimeout = limit }).Soon());
            Assert.Equal(nameof(MapOptions.ItemTimeout), refused.Parameter);
        }
    }

    private static int Stay(string path, int x)
    {
        Gate.Pass(path, "stuck");
        return x;
    }

    private async Task<ParallelClient> OpenAsync(string grace = "200 ms", int threads = 1, Delegate? setup = null)
    {
        var config = SharedCluster.Config(1);
        config.Options["cancel_grace"] = grace;
        config.Options["threads_per_worker"] = threads;
        return await fixture.OpenAsync(config, setup).Soon();
    }
}

namespace ParallelCompute.Tests.Behavior;

/// <summary>Workers that end without warning.</summary>
public abstract class LostWorkerBehavior(IClusterFixture fixture)
{
    [Fact]
    public async Task A_lost_workers_items_run_elsewhere_and_it_is_replaced()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync();
        var run = client.ParallelForIndexedAsync(
            x =>
            {
                if (x < 2)
                {
                    Gate.Pass(path, WorkerContext.Current.WorkerId);
                }

                return 2 * x;
            },
            Enumerable.Range(0, 1000)).AllAsync();
        var visits = await gate.NextAsync(2);
        await fixture.KillWorkerAsync(client, visits[0].Name);
        // The other worker is busy with its own item.
        var again = await gate.NextAsync();
        Assert.DoesNotContain(again.Name, visits.Select(v => v.Name));
        await client.WaitForWorkersAsync(2, Gate.Limit).Soon();
        gate.Open();
        var results = (await run).OrderBy(r => r.Index).ToArray();
        Assert.Equal(Enumerable.Range(0, 1000).Select(x => 2 * x), results.Select(r => r.Value));
        var repeated = Assert.Single(results, r => r.WorkerId == again.Name && r.Index < 2);
        Assert.Equal(2, repeated.Attempt);
        var states = client.Snapshot().Workers.ToDictionary(w => w.Id, w => w.State);
        Assert.Equal(WorkerState.Lost, states[visits[0].Name]);
        Assert.Equal(2, states.Values.Count(s => s == WorkerState.Ready));
    }

    [Fact]
    public async Task Work_goes_on_when_all_workers_are_lost_at_once()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync();
        var map = client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, WorkerContext.Current.WorkerId);
                return x;
            },
            [10, 20]);
        var visits = await gate.NextAsync(2);
        await Task.WhenAll(visits.Select(v => fixture.KillWorkerAsync(client, v.Name)));
        await gate.NextAsync(2);
        gate.Open();
        await map.GivesAsync(10, 20);
    }

    [Fact]
    public async Task An_item_that_ends_its_worker_each_time_is_given_up()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync();
        var map = client.ParallelMapAsync(
            x =>
            {
                if (x == 3)
                {
                    Gate.Pass(path, WorkerContext.Current.WorkerId);
                }

                return x;
            },
            Enumerable.Range(0, 10), new MapOptions { BatchSize = 1 });
        var victims = await KillVisitorsAsync(client, gate, map);
        var lost = await Assert.ThrowsAsync<WorkerLostException>(() => map.Soon());
        Assert.Equal(3, victims.Distinct().Count());
        Assert.Equal(victims[^1], lost.WorkerId);
        Assert.Contains("Item 3", lost.Message, StringComparison.Ordinal);
        Assert.Equal((3L, lost.WorkerId), (lost.Data["ItemIndex"], lost.Data["WorkerId"]));
        Assert.NotEmpty(lost.Cause);
        await client.ParallelMapAsync(x => x, [1]).GivesAsync(1);
    }

    [Fact]
    public async Task The_innocent_are_done_where_an_item_keeps_ending_its_workers()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync();
        var run = client.ParallelForAsync(
            x =>
            {
                if (x == 37)
                {
                    Gate.Pass(path, WorkerContext.Current.WorkerId);
                }

                return x;
            },
            Enumerable.Range(0, 100), new MapOptions { OnError = OnError.Skip, BatchSize = 4 }).AllAsync();
        await KillVisitorsAsync(client, gate, run);
        Assert.Equal(Enumerable.Range(0, 100).Where(x => x != 37), (await run.Soon()).Order());
    }

    [Fact]
    public async Task A_submitted_call_survives_its_worker()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync();
        var task = client.ParallelSubmit(
            x =>
            {
                Gate.Pass(path, WorkerContext.Current.WorkerId);
                return WorkerContext.Current.Attempt;
            },
            0);
        await fixture.KillWorkerAsync(client, (await gate.NextAsync()).Name);
        (await gate.NextAsync()).Release();
        Assert.Equal(2, await task.Soon());
    }

    [Fact]
    public async Task An_attempt_that_ended_with_its_worker_is_no_retry()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync();
        var task = client.ParallelSubmit(
            x =>
            {
                Gate.Pass(path, WorkerContext.Current.WorkerId);
                return WorkerContext.Current.Attempt < 3 ? throw new InvalidDataException("not yet") : x;
            },
            5, new MapOptions { Retries = 1 });
        await fixture.KillWorkerAsync(client, (await gate.NextAsync()).Name);
        gate.Open();
        Assert.Equal(5, await task.Soon());
    }

    [Fact]
    public async Task Without_a_nanny_the_last_workers_end_fails_what_runs()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var config = SharedCluster.Config(1);
        config.Options["nanny"] = false;
        await using var client = await fixture.OpenAsync(config).Soon();
        var map = client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, WorkerContext.Current.WorkerId);
                return x;
            },
            [1, 2]);
        await fixture.KillWorkerAsync(client, (await gate.NextAsync()).Name);
        var failed = await Assert.ThrowsAsync<LaunchException>(() => map.Soon());
        Assert.Contains("nanny is false", failed.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LaunchException>(() => client.ParallelMapAsync(x => x, [1]).Soon());
    }

    /// <summary>Ends every worker that comes to the gate, until the run is over.</summary>
    private async Task<List<string>> KillVisitorsAsync(ParallelClient client, Gate gate, Task run)
    {
        List<string> victims = [];
        for (var next = gate.NextAsync(); await Task.WhenAny(run, next) == next; next = gate.NextAsync())
        {
            victims.Add((await next).Name);
            await fixture.KillWorkerAsync(client, victims[^1]);
        }

        return victims;
    }

    private async Task<ParallelClient> OpenAsync()
    {
        var client = await fixture.OpenAsync(SharedCluster.Config()).Soon();
        await client.WaitForWorkersAsync(2, Gate.Limit).Soon();
        return client;
    }
}

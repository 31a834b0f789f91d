namespace ParallelCompute.Tests.Behavior;

/// <summary>Items that run long are run a second time on workers that would idle.</summary>
public abstract class SpeculationBehavior(IClusterFixture fixture)
{
    /// <summary>The second attempt, which waits until the first one is seen to be under way.</summary>
    private const string Second = "second";

    private static readonly MapOptions Speculate = new() { Speculate = true, BatchSize = 1 };

    [Fact]
    public async Task A_stuck_item_is_finished_by_an_idle_worker_and_the_run_does_not_wait_for_it()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync();
        var running = client.ParallelForIndexedAsync(
            x =>
            {
                if (x == 3)
                {
                    Meet(path, WorkerContext.Current.WorkerId);
                }

                return x * x;
            },
            Enumerable.Range(0, 8), Speculate).AllAsync();
        var stuck = await MetAsync(gate);
        var results = await running;
        Assert.Equal(
            Enumerable.Range(0, 8).Select(x => (x, x * x)),
            results.Select(r => ((int)r.Index, r.Value)).OrderBy(r => r.Item1));
        var late = results.Single(r => r.Index == 3);
        Assert.Equal(2, late.Attempt);
        Assert.NotEqual(stuck.Name, late.WorkerId);
        gate.Open();
    }

    [Fact]
    public async Task The_attempt_that_lost_sees_its_token_while_the_run_goes_on_and_its_worker_stays()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync();
        var more = new TaskCompletionSource();
        var map = client.ParallelMapAsync(
            x =>
            {
                var here = WorkerContext.Current;
                if (x == 0)
                {
                    Meet(path, "first", here.CancellationToken);
                }

                return here.Attempt;
            },
            SomeThenAsync(4, more.Task, 1), Speculate);
        await (await MetAsync(gate)).GoneAsync();
        more.SetResult();
        var attempts = await map.Soon();
        Assert.Equal((5, 2), (attempts.Length, attempts[0]));
        Assert.Equal(["w1", "w2"], await WhoIsFreeAsync(client, gate));
    }

    [Fact]
    public async Task The_attempt_that_lost_and_does_not_listen_ends_with_its_worker()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync(grace: "200 ms");
        var more = new TaskCompletionSource();
        await using var results = client.ParallelForAsync(
            x =>
            {
                if (x == 0)
                {
                    Meet(path, WorkerContext.Current.WorkerId);
                }

                return x;
            },
            SomeThenAsync(4, more.Task, 1), Speculate).GetAsyncEnumerator();
        var taking = TakeAsync(results, 4);
        var stuck = (await MetAsync(gate)).Name;
        Assert.Equal([0, 1, 2, 3], (await taking).Order());
        Assert.Equal(
            new[] { "w1", "w2" }.Where(w => w != stuck).Append("w3"), await WhoIsFreeAsync(client, gate));
        more.SetResult();
        Assert.Equal([4], await TakeAsync(results, 1));
        Assert.False(await results.MoveNextAsync().AsTask().Soon());
    }

    [Fact]
    public async Task A_failure_of_the_second_attempt_counts_where_it_comes_first()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync();
        var map = client.ParallelMapAsync(
            x =>
            {
                if (x == 3)
                {
                    Meet(path, "first");
                }

                return x == 3 ? throw new InvalidDataException("bad") : x;
            },
            Enumerable.Range(0, 8), Speculate);
        await MetAsync(gate);
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() => map.Soon());
        Assert.Equal(3L, thrown.Data["ItemIndex"]);
        gate.Open();
    }

    [Fact]
    public async Task Only_items_of_runs_that_ask_for_it_are_run_twice()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync(workers: 3);
        var plain = client.ParallelMapAsync(
            x => StayAtFirst(path, "plain", x), Enumerable.Range(0, 8), Speculate with { Speculate = false });
        Assert.Equal("plain", (await gate.NextAsync()).Name);
        // This one's stuck item is younger: where both might run twice, the other would come first.
        var eager = client.ParallelMapAsync(x => StayAtFirst(path, "eager", x), Enumerable.Range(0, 8), Speculate);
        Assert.Equal("eager", (await MetAsync(gate)).Name);
        await eager.GivesAsync(0, 1, 2, 3, 4, 5, 6, 7);
        Assert.False(plain.IsCompleted);
        await gate.HasNoVisitorAsync();
        gate.Open();
        await plain.GivesAsync(0, 1, 2, 3, 4, 5, 6, 7);
    }

    private static int StayAtFirst(string path, string name, int x)
    {
        if (x == 0)
        {
            Meet(path, name);
        }

        return x;
    }

    private static void Meet(string path, string name, CancellationToken cancellationToken = default) =>
        Gate.Pass(path, WorkerContext.Current.Attempt == 1 ? name : Second, cancellationToken);

    /// <summary>Waits for both attempts at the item and lets the second one go on.</summary>
    /// <returns>The first one.</returns>
    private static async Task<GateVisit> MetAsync(Gate gate)
    {
        var visits = await gate.NextAsync(2);
        visits.Single(v => v.Name == Second).Release();
        return visits.Single(v => v.Name != Second);
    }

    private static async Task<List<int>> TakeAsync(IAsyncEnumerator<int> results, int count)
    {
        List<int> taken = [];
        while (taken.Count < count)
        {
            Assert.True(await results.MoveNextAsync().AsTask().Soon());
            taken.Add(results.Current);
        }

        return taken;
    }

    private static async IAsyncEnumerable<int> SomeThenAsync(int some, Task then, int more)
    {
        for (var x = 0; x < some; x++)
        {
            yield return x;
        }

        await then;
        for (var x = some; x < some + more; x++)
        {
            yield return x;
        }
    }

    /// <summary>The workers of two items that stay until both have come: as many slots are free.</summary>
    private static async Task<string[]> WhoIsFreeAsync(ParallelClient client, Gate gate)
    {
        var path = gate.Path;
        var both = client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, "both");
                return WorkerContext.Current.WorkerId;
            },
            [0, 1], new MapOptions { BatchSize = 1 });
        var visits = await gate.NextAsync(2);
        Assert.All(visits, v => Assert.Equal("both", v.Name));
        Array.ForEach(visits, v => v.Release());
        return [.. (await both.Soon()).Order(StringComparer.Ordinal)];
    }

    private async Task<ParallelClient> OpenAsync(string grace = "60 s", int workers = 2)
    {
        var config = SharedCluster.Config(workers);
        config.Options["cancel_grace"] = grace;
        var client = await fixture.OpenAsync(config).Soon();
        await client.WaitForWorkersAsync(workers, Gate.Limit);
        return client;
    }
}

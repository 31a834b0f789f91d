namespace ParallelCompute.Tests.Behavior;

/// <summary>Runs and clients that are open at the same time.</summary>
public abstract class SharingBehavior(SharedCluster cluster)
{
    private ParallelClient Client => cluster.Client;

    [Fact]
    public async Task A_short_run_finishes_while_a_long_one_goes_on()
    {
        // The long run has no end at all.
        await using var endless = Client.ParallelForAsync(x => x, new Inputs().Items()).GetAsyncEnumerator();
        Assert.True(await endless.MoveNextAsync().AsTask().Soon());
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested && await endless.MoveNextAsync())
            {
                // Keeps the workers busy.
            }
        });
        await Client.ParallelMapAsync(x => 2 * x, [1, 2, 3]).GivesAsync(2, 4, 6);
        Assert.False(reading.IsCompleted);
        Assert.Equal(1, Client.Snapshot().Runs);
        await stop.CancelAsync();
        await reading.Soon();
    }

    [Fact]
    public async Task Runs_opened_at_the_same_time_do_not_mix()
    {
        var runs = Enumerable.Range(0, 20).Select(
            n => Client.ParallelMapAsync(x => x + n, Enumerable.Range(0, 500))).ToArray();
        var results = await Task.WhenAll(runs).Soon();
        Assert.All(results.Index(), r => Assert.Equal(Enumerable.Range(r.Index, 500), r.Item));
    }

    [Fact]
    public async Task A_failed_run_leaves_the_others_alone()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var good = Client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, $"{x}");
                return x;
            },
            [1]);
        await gate.NextAsync();
        await Assert.ThrowsAsync<InvalidDataException>(() => Client.ParallelMapAsync<int, int>(
            int (x) => throw new InvalidDataException("bad"), [1, 2, 3]).Soon());
        gate.Open();
        await good.GivesAsync(1);
    }

    [Fact]
    public async Task Several_clients_at_once_have_workers_of_their_own()
    {
        await using var other = await cluster.Fixture.OpenAsync(
            SharedCluster.Config(1), () => new { who = "other" }).Soon();
        await using var gate = new Gate();
        var path = gate.Path;
        var busy = Client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, $"{x}");
                return x;
            },
            [1, 2]);
        await gate.NextAsync(2);
        await other.ParallelMapAsync((int x, string who) => $"{who}{x}", [1]).GivesAsync("other1");
        Assert.Equal((1, 0), (Client.Snapshot().Runs, other.Snapshot().Runs));
        gate.Open();
        await busy.Soon();
    }

    [Fact]
    public async Task A_snapshot_counts_what_was_done()
    {
        var before = Client.Snapshot();
        await Client.ParallelMapAsync(x => x, Enumerable.Range(0, 100)).Soon();
        var after = Client.Snapshot();
        Assert.Equal(before.ItemsDone + 100, after.ItemsDone);
        Assert.Equal(100, after.Workers.Sum(w => w.ItemsDone) - before.Workers.Sum(w => w.ItemsDone));
        Assert.All(after.Workers, w => Assert.Equal((WorkerState.Ready, 1), (w.State, w.Slots)));
        Assert.Equal((0, 0L, 0L), (after.Runs, after.ItemsQueued, after.ItemsInFlight));
        Assert.True(after.ItemsPerSecond > 0);
    }

    [Fact]
    public async Task Waiting_for_more_workers_than_can_come_ends_with_their_states()
    {
        var late = await Assert.ThrowsAsync<LaunchException>(
            () => Client.WaitForWorkersAsync(3, TimeSpan.FromMilliseconds(50)).Soon());
        Assert.Contains("2 of 3 workers were ready", late.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Client.WaitForWorkersAsync(0, Gate.Limit));
    }
}

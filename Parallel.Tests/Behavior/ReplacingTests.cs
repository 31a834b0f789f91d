using ParallelCompute.Clusters;

namespace ParallelCompute.Tests.Behavior;

/// <summary>Workers in the place of those that were lost.</summary>
[Collection(Processes.Name)]
public sealed class ReplacingTests
{
    private readonly LocalFixture _fixture = new();

    [Fact]
    public async Task Those_that_died_in_a_row_before_they_were_ready_are_tried_again_later()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "ill");
        await using var client = await _fixture.OpenAsync(
            SharedCluster.Config(),
            () =>
            {
                if (File.Exists(file))
                {
                    Environment.Exit(5);
                }

                return new { well = true };
            }).Soon();
        await client.WaitForWorkersAsync(2, Gate.Limit).Soon();
        await File.WriteAllTextAsync(file, "");
        await _fixture.KillWorkerAsync(client, "w2");
        // The usual three have died, and after a pause a fourth.
        Assert.True(SpinWait.SpinUntil(() => client.Snapshot().WorkersLost >= 5, Gate.Limit));
        await client.ParallelMapAsync((int x, bool well) => well, [1]).GivesAsync(true);
        File.Delete(file);
        await client.WaitForWorkersAsync(2, Gate.Limit).Soon();
    }

    [Fact]
    public async Task Where_all_die_at_every_start_the_opening_ends_with_the_reason()
    {
        var failed = await Assert.ThrowsAsync<LaunchException>(() => _fixture.OpenAsync(
            SharedCluster.Config(1),
            object () =>
            {
                Console.WriteLine("no license for this machine");
                Environment.Exit(5);
                return new { never = true };
            }).Soon());
        Assert.Contains("3 in a row died before they were ready", failed.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 5", failed.Message, StringComparison.Ordinal);
        Assert.Contains("no license for this machine", failed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_those_that_were_lost_the_last_ones_are_told()
    {
        const int Lost = Cluster.MostGone + 2;
        await using var client = await _fixture.OpenAsync(SharedCluster.Config()).Soon();
        for (var lost = 0; lost < Lost; lost += 2)
        {
            await client.WaitForWorkersAsync(2, Gate.Limit).Soon();
            await Task.WhenAll(client.Snapshot().Workers.Where(w => w.State == WorkerState.Ready)
                .Select(w => _fixture.KillWorkerAsync(client, w.Id)));
            Assert.True(SpinWait.SpinUntil(() => client.Snapshot().WorkersLost == lost + 2, Gate.Limit));
        }

        await client.WaitForWorkersAsync(2, Gate.Limit).Soon();
        var workers = client.Snapshot().Workers;
        Assert.Equal(2, workers.Count(w => w.State == WorkerState.Ready));
        Assert.Equal(
            Enumerable.Range(Lost - Cluster.MostGone + 1, Cluster.MostGone).Select(n => $"w{n}"),
            workers.Where(w => w.State == WorkerState.Lost).Select(w => w.Id)
                .OrderBy(w => w.Length).ThenBy(w => w, StringComparer.Ordinal));
    }

    [Fact]
    public void The_pause_before_the_next_try_grows_to_a_minute() => Assert.Equal(
        [1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(0, 8).Select(n => Cluster.PauseAfter(n).TotalSeconds));
}

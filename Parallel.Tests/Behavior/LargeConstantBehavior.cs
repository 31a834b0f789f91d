namespace ParallelCompute.Tests.Behavior;

/// <summary>Large arguments and captured values travel once per node, and are there wherever they are needed.</summary>
public abstract class LargeConstantBehavior(IClusterFixture fixture)
{
    private const int Floats = 1 << 20;
    private const int TableBytes = Floats * sizeof(float);

    private readonly float[] _table = [.. Enumerable.Range(0, Floats).Select(i => i * 0.5f)];

    [Fact]
    public async Task A_large_argument_is_sent_once_to_a_node_however_many_workers_batches_and_runs_use_it()
    {
        await using var client = await OpenAsync();
        var arguments = new { table = _table };
        for (var run = 0; run < 3; run++)
        {
            var sums = await client.ParallelMapAsync(
                (int x, float[] table) => table[x] + table[^1], Enumerable.Range(0, 200),
                new MapOptions { BatchSize = 1 }, arguments).Soon();
            Assert.Equal(_table[..200].Select(v => v + _table[^1]), sums);
        }

        AssertSentOnce(client, TableBytes);
    }

    [Fact]
    public async Task A_large_captured_value_is_sent_once_beside_small_ones_that_change()
    {
        await using var client = await OpenAsync();
        var table = _table;
        for (var round = 0; round < 3; round++)
        {
            var offset = round;
            await client.ParallelMapAsync(x => (int)table[x] + offset, [0, 2, 4]).GivesAsync(
                offset, 1 + offset, 2 + offset);
            Assert.Equal(4 + round, await client.ParallelSubmit((int x) => (int)table[x] + offset, 8).Soon());
        }

        AssertSentOnce(client, TableBytes);
    }

    [Fact]
    public async Task A_large_value_that_a_method_is_bound_to_arrives()
    {
        await using var client = await OpenAsync();
        var text = new string('a', 100_000) + "b";
        await client.ParallelMapAsync((Func<string, int>)text.IndexOf, ["b", "a"]).GivesAsync(100_000, 0);
        await client.ParallelMapAsync((Func<string, int>)"cb".IndexOf, ["b", "c"]).GivesAsync(1, 0);
    }

    [Fact]
    public async Task Setup_may_capture_large_values_and_a_worker_that_joins_late_gets_them()
    {
        var table = _table;
        await using var client = await OpenAsync(
            () => new { last = table[^1], worker = WorkerContext.Current.WorkerId });
        var owners = await client.ParallelMapAsync((int x, float last, string worker) => (last, worker), [1, 2]).Soon();
        Assert.All(owners, o => Assert.Equal(_table[^1], o.last));
        await fixture.KillWorkerAsync(client, "w1");
        await client.WaitForWorkersAsync(2, Gate.Limit);
        var after = await client.ParallelMapAsync(
            (int x, float last, string worker) => (last, worker), Enumerable.Range(0, 100),
            new MapOptions { BatchSize = 1 }).Soon();
        Assert.All(after, o => Assert.Equal(_table[^1], o.last));
        AssertSentOnce(client, TableBytes);
    }

    [Fact]
    public async Task The_client_keeps_large_values_no_longer_than_calls_need_them()
    {
        await using var client = await OpenAsync();
        var arguments = new { table = _table };
        await client.ParallelMapAsync((int x, float[] table) => table[x], [1], arguments: arguments).Soon();
        Assert.True(SpinWait.SpinUntil(() => client.Blobs.Count == 0, Gate.Limit));
        var captured = _table;
        await client.ParallelMapAsync((int x, float own) => own, [1], setup: () => new { own = captured[3] }).Soon();
        Assert.True(SpinWait.SpinUntil(() => client.Blobs.Count == 1, Gate.Limit));
        await client.ParallelMapAsync((int x, float own) => own, [1], setup: () => new { own = 1f }).Soon();
        Assert.True(SpinWait.SpinUntil(() => client.Blobs.Count == 0, Gate.Limit));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_is_an_answer_to_the_caller()
    {
        using var folder = new TemporaryFolder();
        var config = SharedCluster.Config();
        config.Options["local_directory"] = folder.Path;
        await using var client = await fixture.OpenAsync(config).Soon();
        // The workers are connected already; no folder for their files can be made in what is a file now.
        Directory.Move(folder.Path, folder.Path + ".away");
        try
        {
            await File.WriteAllTextAsync(folder.Path, "in the way");
            var error = await Assert.ThrowsAsync<ShippingException>(() => client.ParallelMapAsync(
                (int x, float[] table) => table[x], [1], arguments: new { table = _table }).Soon());
            Assert.Contains("local_directory", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(folder.Path);
            Directory.Move(folder.Path + ".away", folder.Path);
        }
    }

    private static void AssertSentOnce(ParallelClient client, long bytes) =>
        Assert.InRange(client.Blobs.BytesSent, bytes, bytes + 64);

    private async Task<ParallelClient> OpenAsync(Delegate? setup = null)
    {
        var client = await fixture.OpenAsync(SharedCluster.Config(), setup).Soon();
        await client.WaitForWorkersAsync(2, Gate.Limit);
        return client;
    }
}

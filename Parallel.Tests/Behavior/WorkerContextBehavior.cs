using Microsoft.Extensions.Logging;

namespace ParallelCompute.Tests.Behavior;

/// <summary>What a function can learn of where it runs.</summary>
public abstract class WorkerContextBehavior(SharedCluster cluster)
{
    private ParallelClient Client => cluster.Client;

    [Fact]
    public async Task A_function_knows_its_worker_item_and_attempt()
    {
        var workers = Client.Snapshot().Workers.Select(w => w.Id).ToArray();
        var seen = await Client.ParallelMapAsync(
            x => (WorkerContext.Current.WorkerId, WorkerContext.Current.ItemIndex, WorkerContext.Current.Attempt),
            Enumerable.Range(0, 500)).Soon();
        Assert.All(seen.Index(), s =>
        {
            Assert.Equal((s.Index, 1), (s.Item.ItemIndex, s.Item.Attempt));
            Assert.Contains(s.Item.WorkerId, workers);
        });
    }

    [Fact]
    public async Task The_context_flows_with_asynchronous_functions()
    {
        var seen = await Client.ParallelMapAsync(
            async x =>
            {
                await Task.Yield();
                var index = WorkerContext.Current.ItemIndex;
                return await Task.Run(() => (index, WorkerContext.Current.ItemIndex));
            },
            Enumerable.Range(0, 100)).Soon();
        Assert.All(seen.Index(), s => Assert.Equal((s.Index, s.Index), s.Item));
    }

    [Fact]
    public async Task A_function_sees_its_whole_environment()
    {
        var seen = await Client.ParallelMapAsync(
            x => string.Join(' ', WorkerContext.Current.Environment.Select(v => $"{v.Key}={v.Value}")),
            [1], setup: () => new { model = "m", size = 3 }).Soon();
        Assert.Equal(["model=m size=3"], seen);
    }

    [Fact]
    public async Task A_function_may_log_and_has_no_devices_by_default()
    {
        var seen = await Client.ParallelMapAsync(
            x =>
            {
                WorkerContext.Current.Logger.LogDebug("item {Item}", x);
                return WorkerContext.Current.Devices.Count;
            },
            [1]).Soon();
        Assert.Equal([0], seen);
    }

    [Fact]
    public async Task Setup_has_a_context_without_an_item()
    {
        var seen = await Client.ParallelMapAsync(
            (int x, string where) => $"{where} {WorkerContext.Current.WorkerId}", [1],
            setup: () => new { where = $"{WorkerContext.Current.WorkerId} {WorkerContext.Current.ItemIndex}" }).Soon();
        var worker = seen[0].Split(' ')[0];
        Assert.Equal([$"{worker} -1 {worker}"], seen);
    }

    [Fact]
    public async Task The_token_is_not_signaled_while_the_run_is_wanted() =>
        await Client.ParallelMapAsync(
            x => WorkerContext.Current.CancellationToken is { CanBeCanceled: true, IsCancellationRequested: false },
            [1]).GivesAsync(true);

    [Fact]
    public void There_is_no_context_outside_a_worker()
    {
        var error = Assert.Throws<InvalidOperationException>(() => WorkerContext.Current);
        Assert.Contains("only available inside a function", error.Message, StringComparison.Ordinal);
    }
}

using System.Reflection;
using System.Runtime.Loader;
using ParallelCompute.Tests.Dispatch;

namespace ParallelCompute.Tests.InMemory;

public sealed class InMemoryClusterTests
{
    private readonly VirtualTime _time = new();
    private readonly InMemoryFixture _fixture;

    public InMemoryClusterTests() => _fixture = new InMemoryFixture(_time);

    [Fact]
    public async Task A_map_runs_on_workers_of_this_process()
    {
        await using var client = await OpenAsync(2, setup: () => new { bias = 5 });
        var results = await client.ParallelMapAsync((int x, int bias) => x + bias, Enumerable.Range(0, 1_000));
        Assert.Equal(Enumerable.Range(5, 1_000), results);
    }

    [Fact]
    public async Task The_workers_run_a_copy_of_the_code()
    {
        await using var client = await OpenAsync(1);
        var contexts = await client.ParallelMapAsync(
            (int _) => AssemblyLoadContext.GetLoadContext(Assembly.GetExecutingAssembly())!.Name!, [1]);
        Assert.Equal(["client code"], contexts);
    }

    [Fact]
    public async Task Items_of_a_killed_worker_are_done_by_others_and_it_is_replaced()
    {
        await using var client = await OpenAsync(2);
        await client.WaitForWorkersAsync(2, TimeSpan.FromMinutes(1));
        _fixture.EngineOf(client).Freeze("w1");
        var map = client.ParallelMapAsync((int x) => x * 2, Enumerable.Range(0, 500));
        await _fixture.KillWorkerAsync(client, "w1");
        Assert.Equal(Enumerable.Range(0, 500).Select(x => x * 2), await map);
        await client.WaitForWorkersAsync(2, TimeSpan.FromMinutes(1));
        Assert.Contains(client.Snapshot().Workers, w => w.Id == "w3");
    }

    [Fact]
    public async Task A_frozen_worker_is_lost_when_its_time_is_up()
    {
        await using var client = await OpenAsync(2);
        await client.WaitForWorkersAsync(2, TimeSpan.FromMinutes(1));
        var engine = _fixture.EngineOf(client);
        engine.Freeze("w1");
        var map = client.ParallelMapAsync((int x) => x * 2, Enumerable.Range(0, 500));
        _time.Advance(TimeSpan.FromSeconds(14));
        Assert.False(engine.Worker("w1").Ended.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains("nothing was heard", await engine.Worker("w1").Ended, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 500).Select(x => x * 2), await map);
    }

    [Fact]
    public async Task A_worker_that_thaws_in_time_is_kept()
    {
        await using var client = await OpenAsync(1);
        var engine = _fixture.EngineOf(client);
        engine.Freeze("w1");
        var map = client.ParallelMapAsync((int x) => x * 2, Enumerable.Range(0, 100));
        _time.Advance(TimeSpan.FromSeconds(14));
        engine.Thaw("w1");
        _time.Advance(TimeSpan.FromSeconds(14));
        Assert.Equal(Enumerable.Range(0, 100).Select(x => x * 2), await map);
        Assert.False(engine.Worker("w1").Ended.IsCompleted);
    }

    [Fact]
    public async Task Concurrent_calls_each_have_the_environment_of_their_own_setup()
    {
        await using var client = await OpenAsync(2);
        var calls = Enumerable.Range(0, 16).Select(n => Task.Run(() => client.ParallelMapAsync(
            (int x, int bias) => x + bias, Enumerable.Range(0, 10), setup: () => new { bias = n }))).ToArray();
        for (var n = 0; n < calls.Length; n++)
        {
            var results = await calls[n];
            Assert.Equal(Enumerable.Range(n, 10), results);
        }
    }

    [Fact]
    public async Task An_environment_that_was_replaced_while_its_setup_ran_is_disposed()
    {
        const string Key = "in-memory setup";
        var (begun, go, disposed) = (new TaskCompletionSource(), new TaskCompletionSource(),
            new TaskCompletionSource());
        // The code's copy on the worker has statics of its own; this it shares with the test.
        AppContext.SetData(Key, new[] { begun, go, disposed });
        await using var client = await OpenAsync(1);
        using var cancel = new CancellationTokenSource();
        var first = client.ParallelMapAsync((int x) => x, [1], cancellationToken: cancel.Token, setup: () =>
        {
            var signals = (TaskCompletionSource[])AppContext.GetData(Key)!;
            signals[0].SetResult();
            signals[1].Task.Wait();
            return new { signal = new Signal(signals[2]) };
        });
        await begun.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var second = await client.ParallelMapAsync((int x) => x, [2], setup: () => new { other = 1 });
        Assert.Equal([2], second);
        go.SetResult();
        await disposed.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_item_is_streamed_once_whatever_happens_to_workers_and_messages(int seed)
    {
        var pick = new Pick(seed);
        // Workers are lost of no item's doing here, so no number of losses makes an item suspect.
        await using var client = await _fixture.OpenAsync(
            new ParallelConfig { NWorkers = 3, Options = { ["allowed_failures"] = 1_000 } });
        var engine = _fixture.EngineOf(client);
        List<int> seen = [];
        await foreach (var result in client.ParallelForAsync((int x) => x, Enumerable.Range(0, 20_000)))
        {
            seen.Add(result);
            if (pick.OneIn(1_000))
            {
                Disturb(engine, pick, [.. client.Snapshot().Workers.Where(w => w.State == WorkerState.Ready)]);
            }
        }

        Assert.Equal(Enumerable.Range(0, 20_000), seen.Order());
    }

    private void Disturb(InMemoryEngine engine, Pick pick, IReadOnlyList<WorkerSnapshot> workers)
    {
        if (workers.Count < 2)
        {
            return;
        }

        var worker = pick.Of(workers).Id;
        if (pick.OneIn(3))
        {
            engine.Disconnect(worker, "connection lost");
            return;
        }

        engine.Freeze(worker);
        _time.Advance(TimeSpan.FromSeconds(pick.Of([1, 20])));
        engine.Thaw(worker);
    }

    private Task<ParallelClient> OpenAsync(int workers, Delegate? setup = null) =>
        _fixture.OpenAsync(new ParallelConfig { Env = "local", NWorkers = workers }, setup);
}

namespace ParallelCompute.Tests.Behavior;

/// <summary>The process-wide door.</summary>
[Collection(Processes.Name)]
public sealed class StaticDoorTests
{
    private static string Who(int x, string who) => $"{who}{x}";

    [Fact]
    public async Task Calls_use_the_client_opened_last()
    {
        await using var first = await ParallelCluster.GetClientAsync(SharedCluster.Config(1), () => new { who = "a" });
        await ParallelCluster.ParallelMapAsync<int, string>(Who, [1]).GivesAsync("a1");
        await using (await ParallelCluster.GetClientAsync(SharedCluster.Config(1), () => new { who = "b" }))
        {
            await ParallelCluster.ParallelMapAsync<int, string>(Who, [1]).GivesAsync("b1");
        }

        await ParallelCluster.ParallelMapAsync<int, string>(Who, [1]).GivesAsync("a1");
    }

    [Fact]
    public async Task Every_call_exists_on_the_door()
    {
        await using var client = await ParallelCluster.GetClientAsync(SharedCluster.Config(1));
        int[] items = [1, 2, 3];
        await ParallelCluster.ParallelMapAsync(x => x * x, items).GivesAsync(1, 4, 9);
        Assert.Equal([1, 4, 9], (await ParallelCluster.ParallelForAsync(x => x * x, items).AllAsync()).Order());
        Assert.Equal(
            [1, 4, 9], (await ParallelCluster.ParallelForIndexedAsync(x => x * x, items).AllAsync())
                .OrderBy(r => r.Index).Select(r => r.Value));
        Assert.Equal([1, 4, 9], ParallelCluster.ParallelMap(x => x * x, items));
        Assert.Equal([1, 4, 9], ParallelCluster.ParallelFor(x => x * x, items).Order());
        Assert.Equal([1, 4, 9], ParallelCluster.ParallelForIndexed(x => x * x, items).Select(r => r.Value).Order());
        Assert.Equal(9, await ParallelCluster.ParallelSubmit(x => x * x, 3).Soon());
    }

    [Fact]
    public async Task A_shared_client_is_started_on_first_use_and_closed_when_the_configuration_changes()
    {
        var mark = Guid.NewGuid().ToString("N");
        ParallelCluster.SetParallel(SiloProcesses.Marked(SharedCluster.Config(1), mark));
        Assert.Empty(SiloProcesses.Of(mark));
        var first = await ParallelCluster.ParallelSubmit(_ => Environment.ProcessId, 0).Soon();
        var second = await ParallelCluster.ParallelMapAsync(_ => Environment.ProcessId, [1, 2]).Soon();
        Assert.Equal([first, first], second);
        Assert.Equal([(first, "w1")], SiloProcesses.Of(mark));

        var nextMark = Guid.NewGuid().ToString("N");
        ParallelCluster.SetParallel(SiloProcesses.Marked(SharedCluster.Config(1), nextMark));
        Assert.True(SpinWait.SpinUntil(() => SiloProcesses.Of(mark).Count == 0, Gate.Limit));
        Assert.NotEqual(first, await ParallelCluster.ParallelSubmit(_ => Environment.ProcessId, 0).Soon());
        ParallelCluster.SetParallel(SharedCluster.Config(1));
        Assert.True(SpinWait.SpinUntil(() => SiloProcesses.Of(nextMark).Count == 0, Gate.Limit));
    }

    [Fact]
    public async Task A_changed_configuration_lets_open_calls_finish()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        ParallelCluster.SetParallel(SharedCluster.Config(1));
        var map = ParallelCluster.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, $"{x}");
                return x;
            },
            [1]);
        await gate.NextAsync();
        ParallelCluster.SetParallel(SharedCluster.Config(1));
        gate.Open();
        await map.GivesAsync(1);
    }

    [Fact]
    public async Task A_call_that_can_never_work_is_refused_before_workers_start()
    {
        // A cluster with this folder cannot start: any other error comes first.
        ParallelCluster.SetParallel(new ParallelConfig { Options = { ["local_directory"] = "/proc/x" } });
        await Assert.ThrowsAsync<ArgumentConflictException>(() => ParallelCluster.ParallelMapAsync<int, string>(
            Who, [1], arguments: new { who = "a" }, setup: () => new { who = "b" }).Soon());
        await Assert.ThrowsAsync<BindingException>(
            () => ParallelCluster.ParallelMapAsync<int, string>(Who, [1]).Soon());
        await Assert.ThrowsAsync<BindingException>(() => ParallelCluster.ParallelMapAsync(
            x => x, [1], new MapOptions { OnError = OnError.Skip }).Soon());
        await Assert.ThrowsAsync<LaunchException>(() => ParallelCluster.ParallelMapAsync(x => x, [1]).Soon());
        // A start that failed is tried again.
        ParallelCluster.SetParallel(SharedCluster.Config(1));
        await ParallelCluster.ParallelMapAsync(x => x, [1]).GivesAsync(1);
        ParallelCluster.SetParallel(SharedCluster.Config(1));
    }

    [Fact]
    public void The_default_configuration_is_a_deep_copy()
    {
        var config = SharedCluster.Config();
        ParallelCluster.SetParallel(config);
        config.NWorkers = 99;
        config.Options["cancel_grace"] = "9 s";
        var kept = ParallelCluster.GetParallelConfig()!;
        Assert.Equal((2, "1 s"), (kept.NWorkers, kept.Options["cancel_grace"]));
        kept.NWorkers = 98;
        Assert.Equal(2, ParallelCluster.GetParallelConfig()!.NWorkers);
    }

    [Fact]
    public void A_faulty_default_is_refused_and_the_one_before_stays()
    {
        ParallelCluster.SetParallel(SharedCluster.Config());
        Assert.Throws<ConfigException>(() => ParallelCluster.SetParallel(new ParallelConfig { NWorkers = 0 }));
        Assert.Throws<ArgumentNullException>(() => ParallelCluster.SetParallel(null!));
        Assert.Equal(2, ParallelCluster.GetParallelConfig()!.NWorkers);
    }
}

using System.Diagnostics;

namespace ParallelCompute.Tests.Behavior;

/// <summary>Processes that functions start on a worker end with it, however it ends.</summary>
[Collection(Processes.Name)]
public sealed class ChildProcessTests
{
    private readonly string _mark = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task They_end_with_a_client_that_is_disposed()
    {
        await using (var client = await OpenAsync())
        {
            await client.ParallelMapAsync(x => Bear(), [1]).Soon();
            Assert.Equal(2, Children());
        }

        Assert.Equal(0, Children());
    }

    [Fact]
    public async Task They_end_with_a_worker_that_is_killed()
    {
        await using var client = await OpenAsync();
        await client.ParallelMapAsync(x => Bear(), [1]).Soon();
        Assert.Equal(2, Children());
        using var silo = Process.GetProcessById(Assert.Single(SiloProcesses.Of(_mark)).Id);
        silo.Kill();
        Assert.True(SpinWait.SpinUntil(() => Children() == 0, Gate.Limit));
    }

    [Fact]
    public async Task They_end_with_a_worker_whose_item_ran_too_long()
    {
        await using var client = await OpenAsync();
        await Assert.ThrowsAsync<ItemTimeoutException>(() => client.ParallelMapAsync(
            x => Bear() && new ManualResetEvent(false).WaitOne(), [1],
            new MapOptions { ItemTimeout = TimeSpan.FromSeconds(1) }).Soon());
        Assert.True(SpinWait.SpinUntil(() => Children() == 0, Gate.Limit));
    }

    [Fact]
    public async Task They_end_with_a_client_that_is_killed()
    {
        using var program = new HelperProcess(AppContext.BaseDirectory, "children", _mark);
        Assert.Equal("ready", await program.ReadLineAsync());
        Assert.Equal(2, Children());
        await program.KillAsync();
        Assert.True(SpinWait.SpinUntil(() => !SiloProcesses.AllOf(_mark).Any(), Gate.Limit));
    }

    [Fact]
    public async Task A_worker_that_was_stopped_ends_too_when_its_client_is_killed()
    {
        using var program = new HelperProcess(AppContext.BaseDirectory, "children", _mark);
        Assert.Equal("ready", await program.ReadLineAsync());
        var silo = Assert.Single(SiloProcesses.Of(_mark)).Id;
        using (var stop = Process.Start("kill", ["-STOP", $"{silo}"]))
        {
            await stop.WaitForExitAsync().Soon();
        }

        await program.KillAsync();
        Assert.True(SpinWait.SpinUntil(() => !SiloProcesses.AllOf(_mark).Any(), Gate.Limit));
    }

    /// <summary>On a worker: starts a child, and by a shell that ends one that has no parent.</summary>
    internal static bool Bear()
    {
        using var child = Process.Start("sleep", "600");
        using var shell = Process.Start("sh", ["-c", "sleep 600 &"]);
        shell.WaitForExit();
        return true;
    }

    private int Children() => SiloProcesses.AllOf(_mark).Count(p => p.Line is ["sleep", "600"]);

    private Task<ParallelClient> OpenAsync()
    {
        var config = SiloProcesses.Marked(SharedCluster.Config(1), _mark);
        config.Options["cancel_grace"] = "200 ms";
        return new LocalFixture().OpenAsync(config).Soon();
    }
}

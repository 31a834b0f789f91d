using System.Diagnostics;

namespace ParallelCompute.Tests.Behavior;

/// <summary>Closing takes <c>cancel_grace</c> and a few seconds, whatever the workers are doing.</summary>
[Collection(Processes.Name)]
public sealed class ClosingTimeTests
{
    /// <summary>A second of grace for user code, two for the workers to leave, and room for a slow machine.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(8);

    private readonly string _mark = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task While_workers_are_being_started()
    {
        var client = await OpenAsync(1);
        var scaling = client.ScaleAsync(12);
        await CloseAsync(client);
        var ended = await Record.ExceptionAsync(() => scaling.Soon());
        Assert.True(ended is null or ParallelException, $"{ended}");
    }

    /// <summary>With a grace that they would wait for in vain: they hold nothing.</summary>
    [Fact]
    public async Task While_processes_of_workers_boot()
    {
        var config = SharedCluster.Config(1);
        config.Options["cancel_grace"] = "60 s";
        // The runtime waits, before it runs any code, to be told to go on.
        config.Options["environment"] = new Dictionary<string, object?> { ["DOTNET_DefaultDiagnosticPortSuspend"] = 1 };
        using var cancellation = new CancellationTokenSource();
        var opening = ParallelCluster.GetClientAsync(SiloProcesses.Marked(config, _mark), null, cancellation.Token);
        Assert.True(SpinWait.SpinUntil(() => SiloProcesses.Of(_mark).Count == 1, Gate.Limit));
        var began = Stopwatch.GetTimestamp();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.Soon());
        CheckEnd(began);
    }

    [Fact]
    public async Task While_the_opening_waits_for_a_setup_that_hangs()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        using var cancellation = new CancellationTokenSource();
        var opening = ParallelCluster.GetClientAsync(
            Config(2),
            () =>
            {
                Gate.Pass(path, "setup");
                return new { never = true };
            },
            cancellation.Token);
        await gate.NextAsync(2);
        var began = Stopwatch.GetTimestamp();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.Soon());
        CheckEnd(began);
    }

    [Fact]
    public async Task While_items_are_in_endless_loops()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var client = await OpenAsync(2);
        var map = client.ParallelMapAsync(x => Spin(path), [1, 2], new MapOptions { BatchSize = 1 });
        await gate.NextAsync(2);
        await CloseAsync(client);
        await Assert.ThrowsAsync<ParallelException>(() => map.Soon());
    }

    [Fact]
    public async Task While_a_worker_is_stopped()
    {
        var client = await OpenAsync(2);
        await client.WaitForWorkersAsync(2, Gate.Limit).Soon();
        using (var stop = Process.Start("kill", ["-STOP", $"{SiloProcesses.Of(_mark)[0].Id}"]))
        {
            await stop.WaitForExitAsync().Soon();
        }

        await CloseAsync(client);
    }

    [Fact]
    public async Task When_all_workers_are_lost()
    {
        var config = Config(2);
        config.Options["nanny"] = false;
        var client = await ParallelCluster.GetClientAsync(config).Soon();
        await client.WaitForWorkersAsync(2, Gate.Limit).Soon();
        foreach (var (id, _) in SiloProcesses.Of(_mark))
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }

        await Assert.ThrowsAsync<LaunchException>(() => client.WaitForWorkersAsync(3, Gate.Limit).Soon());
        await CloseAsync(client);
    }

    /// <summary>On a worker: not even the token is looked at.</summary>
    private static int Spin(string path)
    {
        Gate.Tell(path, "spins");
        for (var turns = 0u; ; turns++)
        {
            Volatile.Write(ref turns, turns);
        }
    }

    private ParallelConfig Config(int workers) => SiloProcesses.Marked(SharedCluster.Config(workers), _mark);

    private Task<ParallelClient> OpenAsync(int workers) => ParallelCluster.GetClientAsync(Config(workers)).Soon();

    /// <summary>Twice at once: both wait for the same end.</summary>
    private async Task CloseAsync(ParallelClient client)
    {
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(client.DisposeAsync().AsTask(), Task.Run(client.Dispose)).Soon();
        CheckEnd(began);
    }

    private void CheckEnd(long began)
    {
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, Most);
        Assert.Empty(SiloProcesses.Of(_mark));
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Guarding;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Guarding;

/// <summary>Real workers under a real guard, which the client knows only from what it tells.</summary>
[Collection(Processes.Name)]
public sealed class GuardTests
{
    [Theory]
    [InlineData("reported unix")]
    [InlineData("reported tcp")]
    [InlineData("dialed unix")]
    [InlineData("dialed tcp")]
    public async Task A_worker_that_is_killed_starts_anew_with_its_environment(string way)
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var cluster = await GuardedCluster.OpenAsync(
            way, SharedCluster.Config(1), () => new { process = Environment.ProcessId });
        var map = cluster.Client.ParallelMapAsync(
            (int x, int process) =>
            {
                Gate.Pass(path, WorkerContext.Current.WorkerId);
                return process;
            },
            [1]);
        var visit = await gate.NextAsync();
        var first = cluster.ProcessOf("w1");
        await KillAsync("-KILL", first);
        await visit.GoneAsync();
        gate.Open();
        Assert.NotEqual(first, (await map.Soon()).Single());
        cluster.AssertLogged("Worker w1 has ended: exit code 137: killed by signal 9 (SIGKILL) from outside");
        cluster.AssertLogged("Its guard starts it anew.");
        Assert.Equal(["w1"], cluster.Client.Snapshot().Workers.Select(w => w.Id));
        Assert.Equal(1, cluster.Client.Snapshot().WorkersLost);
        Assert.Single(cluster.Launcher.Guards);
    }

    [Theory]
    [InlineData("reported unix")]
    [InlineData("reported tcp")]
    [InlineData("dialed unix")]
    [InlineData("dialed tcp")]
    public async Task Only_the_item_that_kills_is_blamed_and_the_cause_is_told(string way)
    {
        var config = SharedCluster.Config(1);
        config.Options["allowed_failures"] = 1;
        await using var cluster = await GuardedCluster.OpenAsync(way, config);
        var results = await cluster.Client.ParallelForIndexedAsync(
            x => x == 3 ? Fail() : x, Enumerable.Range(0, 8),
            new MapOptions { OnError = OnError.Collect, BatchSize = 8 }).AllAsync();
        var failed = Assert.Single(results, r => r.Error is not null);
        Assert.Equal(3, failed.Index);
        var lost = Assert.IsType<WorkerLostException>(failed.Error);
        Assert.StartsWith(
            "exit code 134: Environment.FailFast was called, or an assertion failed: x marks it", lost.Cause,
            StringComparison.Ordinal);
        Assert.Contains("its last words", lost.LogTail, StringComparison.Ordinal);
        Assert.Equal([0, 1, 2, 4, 5, 6, 7], results.Where(r => r.Error is null).Select(r => r.Value).Order());
    }

    [Theory]
    [InlineData("reported unix")]
    [InlineData("dialed unix")]
    public async Task More_memory_than_memory_limit_ends_the_worker(string way)
    {
        var config = SharedCluster.Config(1);
        config.Options["allowed_failures"] = 1;
        config.Options["memory_limit"] = "300MB";
        await using var cluster = await GuardedCluster.OpenAsync(way, config);
        var lost = await Assert.ThrowsAsync<WorkerLostException>(
            () => cluster.Client.ParallelMapAsync((int _) => TakeNativeMemory(), [1]).Soon());
        Assert.Matches(@"since it used \d+ MB of memory, more than memory_limit \(300 MB\)$", lost.Cause);
    }

    [Theory]
    [InlineData("reported unix", false)]
    [InlineData("dialed tcp", false)]
    [InlineData("dialed unix", true)]
    public async Task Workers_end_with_a_guard_that_is_killed_and_others_take_their_place(string way, bool both)
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var cluster = await GuardedCluster.OpenAsync(way, SharedCluster.Config(2));
        var map = cluster.Client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, WorkerContext.Current.WorkerId);
                return x;
            },
            Enumerable.Range(0, 2), new MapOptions { BatchSize = 1 });
        var visits = await gate.NextAsync(2);
        var guard = cluster.Launcher.Guards.Single();
        int[] workers = [cluster.ProcessOf("w1"), cluster.ProcessOf("w2")];
        await KillAsync("-KILL", both ? [guard.Id, .. workers] : [guard.Id]);
        await Task.WhenAll(visits.Select(v => v.GoneAsync()));
        gate.Open();
        await map.GivesAsync(0, 1);
        Assert.DoesNotContain(cluster.Processes, p => workers.Contains(p.Id));
        Assert.All(cluster.Client.Snapshot().Workers.Where(w => w.State == WorkerState.Ready),
            w => Assert.Contains(w.Id, new[] { "w3", "w4" }));
    }

    [Theory]
    [InlineData("reported unix")]
    [InlineData("dialed tcp")]
    public async Task After_sigterm_workers_finish_what_runs_and_leave_in_order(string way)
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var cluster = await GuardedCluster.OpenAsync(
            way, SharedCluster.Config(1), () => new { resource = new Resource(path, "model") }, "--grace", "60");
        var map = cluster.Client.ParallelMapAsync(
            (int x, Resource resource) =>
            {
                Gate.Pass(path, $"item {x}");
                return WorkerContext.Current.WorkerId;
            },
            Enumerable.Range(0, 2), new MapOptions { BatchSize = 2 });
        var first = await gate.NextAsync();
        var guard = cluster.Launcher.Guards.Single();
        await KillAsync("-TERM", guard.Id);
        Assert.True(SpinWait.SpinUntil(
            () => cluster.Client.Snapshot().Workers.Any(w => w.State == WorkerState.Leaving), Gate.Limit));
        first.Release();
        Assert.Equal("model disposed", (await gate.NextAsync()).Name);
        await guard.WaitForExitAsync().Soon();
        Assert.Equal(0, guard.ExitCode);
        gate.Open();
        // The other one was begun by nobody, and is run by the worker in its place.
        await map.GivesAsync("w1", "w2");
    }

    [Fact]
    public async Task A_worker_that_never_gets_ready_is_given_up_with_the_reason()
    {
        var program = SiloProgram.Find();
        using var guard = Process.Start(new ProcessStartInfo(
            program.Host,
            [.. program.Arguments, "guard", "w1", "1", "--report", "output", "--allowed-failures", "2"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        await guard.StandardInput.WriteLineAsync("no ticket");
        await guard.StandardInput.FlushAsync();
        List<LaunchNotice> notices = [];
        var reading = new GuardReader(["w1"], NullLogger.Instance, notices.Add, Assert.Fail)
            .ReadAsync(guard.StandardOutput);
        const string Cause = "exit code 3: it ended by itself: the join ticket on standard input is damaged";
        Assert.Equal(
            $"parallel-silo: the guard ends: worker w1 has ended: {Cause}; it died 2 times in a row before it was " +
            "ready\n", await guard.StandardError.ReadToEndAsync().Soon());
        await guard.WaitForExitAsync().Soon();
        Assert.Equal(1, guard.ExitCode);
        await reading.Soon();
        Assert.Equal(
            [(Cause, true), (Cause, false)],
            notices.Where(n => n.State == LaunchState.Exited).Select(n => (n.Detail, n.Restarts)));
    }

    [Fact]
    public async Task A_guard_whose_launcher_dies_ends_with_its_workers()
    {
        await using var cluster = await GuardedCluster.OpenAsync("reported unix", SharedCluster.Config(2));
        await cluster.Client.WaitForWorkersAsync(2, Gate.Limit).Soon();
        var guard = cluster.Launcher.Guards.Single();
        var workers = cluster.Processes.Select(p => p.Id).ToList();
        Assert.Equal(3, workers.Count);
        guard.StandardInput.Close();
        await guard.WaitForExitAsync().Soon();
        Assert.True(SpinWait.SpinUntil(
            () => !cluster.Processes.Any(p => workers.Contains(p.Id)), Gate.Limit));
    }

    [Fact]
    public async Task Workers_that_a_client_has_leave_are_gone_and_their_guard_with_the_last()
    {
        await using var cluster = await GuardedCluster.OpenAsync("dialed unix", SharedCluster.Config(2));
        await cluster.Client.WaitForWorkersAsync(2, Gate.Limit).Soon();
        await cluster.Client.ScaleAsync(1).Soon();
        Assert.Equal(["w1"], cluster.Client.Snapshot().Workers.Select(w => w.Id));
        var guard = cluster.Launcher.Guards.Single();
        Assert.False(guard.HasExited);
        await cluster.Client.DisposeAsync().AsTask().Soon();
        await guard.WaitForExitAsync().Soon();
        Assert.Equal(0, guard.ExitCode);
    }

    private static async Task KillAsync(string signal, params int[] processes)
    {
        using var kill = Process.Start("kill", [signal, .. processes.Select(p => $"{p}")]);
        await kill.WaitForExitAsync().Soon();
    }

    private static int Fail()
    {
        Console.Error.WriteLine("its last words");
        Environment.FailFast("x marks it");
        return 0;
    }

    private static unsafe int TakeNativeMemory()
    {
        const int Bytes = 400_000_000;
        var memory = NativeMemory.Alloc(Bytes);
        NativeMemory.Fill(memory, Bytes, 1);
        new ManualResetEvent(false).WaitOne();
        return 0;
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ParallelCompute.Tests.Behavior;

/// <summary>What is told of real processes that end in every way there is.</summary>
[Collection(Processes.Name)]
public sealed class WorkerDeathTests
{
    private readonly LocalFixture _fixture = new();

    public enum Way
    {
        Exit,
        ExitLikeKill,
        ExitWithoutError,
        NativeExit,
        FailFast,
        StackOverflow,
        ThreadException,
        AccessViolation,
        NativeAbort,
    }

    [Theory]
    [InlineData(Way.Exit, "exit code 3: user code called Environment.Exit(3)")]
    [InlineData(Way.ExitLikeKill, "exit code 137: user code called Environment.Exit(137)")]
    [InlineData(Way.ExitWithoutError, "exit code 0: user code called Environment.Exit(0)")]
    [InlineData(Way.NativeExit, "exit code 5: native code or the .NET host ended the process; ")]
    [InlineData(Way.FailFast, "exit code 134: Environment.FailFast was called, or an assertion failed: x marks it")]
    [InlineData(Way.StackOverflow, "exit code 134: stack overflow")]
    [InlineData(Way.ThreadException,
        "exit code 134: unhandled exception on a thread that runs no item: System.InvalidTimeZoneException: its own")]
    [InlineData(Way.AccessViolation,
        "exit code 134: fatal error in native or unsafe code: System.AccessViolationException")]
    [InlineData(Way.NativeAbort, "exit code 134: signal 6 (SIGABRT): native code called abort")]
    public async Task Every_end_by_user_code_is_told(Way way, string cause)
    {
        await using var client = await OpenAsync();
        var lost = await Assert.ThrowsAsync<WorkerLostException>(
            () => client.ParallelMapAsync((int w) => End((Way)w), [(int)way]).Soon());
        Assert.StartsWith(cause, lost.Cause, StringComparison.Ordinal);
        Assert.Contains(lost.Cause, lost.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-KILL", "exit code 137: killed by signal 9 (SIGKILL) from outside")]
    [InlineData("-TERM", "exit code 143: ended by signal 15 (SIGTERM) from outside")]
    public async Task Signals_from_outside_are_told(string signal, string cause)
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await OpenAsync();
        var map = client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, WorkerContext.Current.WorkerId);
                return x;
            },
            [1]);
        await gate.NextAsync();
        using (var kill = Process.Start("kill", [signal, $"{SiloProcesses.Of(_fixture.MarkOf(client)).Single().Id}"]))
        {
            await kill.WaitForExitAsync().Soon();
        }

        var lost = await Assert.ThrowsAsync<WorkerLostException>(() => map.Soon());
        Assert.StartsWith(cause, lost.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Native_memory_beyond_memory_limit_ends_the_worker_and_the_other_items_are_done()
    {
        await using var client = await OpenAsync(memoryLimit: "300MB");
        var results = await client.ParallelForIndexedAsync(
            x => x == 2 ? TakeNativeMemory() : x, Enumerable.Range(0, 6),
            new MapOptions { OnError = OnError.Collect }).AllAsync();
        var lost = Assert.IsType<WorkerLostException>(Assert.Single(results, r => r.Error is not null).Error);
        Assert.Matches(
            @"^exit code 137: killed \(signal 9\) by its client, since it used \d+ MB of memory, more than " +
            @"memory_limit \(300 MB\)$", lost.Cause);
        Assert.Equal([0, 1, 3, 4, 5], results.Where(r => r.Error is null).Select(r => r.Value).Order());
    }

    [Fact]
    public async Task Managed_memory_beyond_memory_limit_is_an_exception_of_the_item()
    {
        await using var client = await OpenAsync(memoryLimit: "300MB");
        await Assert.ThrowsAsync<OutOfMemoryException>(
            () => client.ParallelMapAsync((int bytes) => new byte[bytes].Length, [400_000_000]).Soon());
        await client.ParallelMapAsync(x => WorkerContext.Current.WorkerId, [1]).GivesAsync("w1");
    }

    private static unsafe int TakeNativeMemory()
    {
        const int Bytes = 400_000_000;
        var memory = NativeMemory.Alloc(Bytes);
        NativeMemory.Fill(memory, Bytes, 1);
        new ManualResetEvent(false).WaitOne();
        return 0;
    }

    private static int End(Way way)
    {
        switch (way)
        {
            case Way.Exit: Environment.Exit(3); break;
            case Way.ExitLikeKill: Environment.Exit(137); break;
            case Way.ExitWithoutError: Environment.Exit(0); break;
            case Way.NativeExit: NativeExit(5); break;
            case Way.FailFast: Environment.FailFast("x marks it"); break;
            case Way.StackOverflow: return Overflow(1) + 1;
            case Way.AccessViolation: Marshal.WriteInt32(0x7fff_0000, 1); break;
            case Way.NativeAbort: NativeAbort(); break;
            case Way.ThreadException:
                var thread = new Thread(() => throw new InvalidTimeZoneException("its own"));
                thread.Start();
                thread.Join();
                break;
        }

        return 0;
    }

    private static int Overflow(int depth) => Overflow(depth + 1) + depth;

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void NativeExit(int code);

    [DllImport("libc", EntryPoint = "abort")]
    private static extern void NativeAbort();

    private Task<ParallelClient> OpenAsync(string memoryLimit = "none")
    {
        var config = SharedCluster.Config(1);
        config.Options["allowed_failures"] = 1;
        config.Options["memory_limit"] = memoryLimit;
        return _fixture.OpenAsync(config).Soon();
    }
}

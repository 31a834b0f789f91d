using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Launchers.Local;
using ParallelCompute.Launching;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Launchers;

[Collection(Processes.Name)]
public sealed class LocalLauncherTests
{
    private static readonly int Processors = Environment.ProcessorCount;

    private readonly TaskCompletionSource<JoinTicket> _ticket = new();
    private readonly TaskCompletionSource _joined = new();
    private readonly TaskCompletionSource _last = new();
    private readonly TaskCompletionSource _none = new();
    private int _running;

    [Fact]
    public async Task More_workers_than_processors_can_boot_wait_for_the_first()
    {
        await using var launcher = new LocalLauncher(NullLogger.Instance);
        var launch = launcher.StartAsync(Workers(Processors + 1), Observe, CancellationToken.None);
        Assert.Equal(Math.Max(1, Processors - 1), _running);
        _joined.SetResult();
        await _last.Task.Soon();
        _ticket.SetResult(new JoinTicket("builtin", "none"));
        await launch.Soon();
    }

    [Fact]
    public async Task A_launch_that_is_given_up_leaves_no_process()
    {
        await using var launcher = new LocalLauncher(NullLogger.Instance);
        using var giveUp = new CancellationTokenSource();
        var launch = launcher.StartAsync(Workers(Processors + 1), Observe, giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => launch.Soon());
        await _none.Task.Soon();
    }

    private LaunchRequest Workers(int count) => new(
        [.. Enumerable.Range(1, count).Select(n => $"w{n}")], _ticket.Task, _joined.Task, 1,
        new Dictionary<string, string>());

    private void Observe(LaunchNotice notice)
    {
        if (notice.State == LaunchState.Exited)
        {
            if (Interlocked.Decrement(ref _running) == 0)
            {
                _none.SetResult();
            }
        }
        else if (Interlocked.Increment(ref _running) == Processors + 1)
        {
            _last.SetResult();
        }
    }
}

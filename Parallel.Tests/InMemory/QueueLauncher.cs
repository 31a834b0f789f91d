using System.Collections.Concurrent;
using ParallelCompute.Launching;

namespace ParallelCompute.Tests.InMemory;

/// <summary>A system in whose queue workers wait for ever.</summary>
internal sealed class QueueLauncher : ILauncher
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when workers wait in the queue.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Workers that were ended, with the grace that they were given.</summary>
    public ConcurrentQueue<(string Worker, TimeSpan Grace)> Ended { get; } = new();

    public Task StartAsync(LaunchRequest request, Action<LaunchNotice> observe, CancellationToken cancellationToken)
    {
        foreach (var worker in request.Workers)
        {
            observe(new LaunchNotice(worker, LaunchState.Pending, "PENDING (Priority)"));
        }

        _asked.SetResult();
        return Task.CompletedTask;
    }

    public Task StopAsync(IReadOnlyList<string> workers, TimeSpan grace)
    {
        foreach (var worker in workers)
        {
            Ended.Enqueue((worker, grace));
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

using ParallelCompute.Launchers.Ssh;
using ParallelCompute.Launching;

namespace ParallelCompute.Tests.Ssh;

/// <summary>A guard whose workers do nothing but run.</summary>
internal sealed class FakeGuard : IHostGuard
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Waiting> _workers;
    private readonly Action<string> _lost;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakeGuard(IReadOnlyList<Waiting> workers, Action<string> lost)
    {
        (_workers, _lost) = (workers.ToDictionary(w => w.Worker), lost);
        foreach (var worker in workers)
        {
            worker.Tell(LaunchState.Running, "runs");
        }
    }

    public Task Ended => _ended.Task;

    public IReadOnlyList<string> Workers
    {
        get
        {
            lock (_gate)
            {
                return [.. _workers.Keys];
            }
        }
    }

    public void Lose()
    {
        _lost("the connection broke");
        End(Workers, "the connection broke");
    }

    public Task StopAsync(IReadOnlyList<string> workers, TimeSpan grace)
    {
        End(workers, "stopped");
        return Task.CompletedTask;
    }

    public Task CloseAsync() => StopAsync(Workers, TimeSpan.Zero);

    private void End(IReadOnlyList<string> workers, string detail)
    {
        List<Waiting> ended = [];
        lock (_gate)
        {
            foreach (var worker in workers)
            {
                if (_workers.Remove(worker, out var found))
                {
                    ended.Add(found);
                }
            }
        }

        ended.ForEach(w => w.Tell(LaunchState.Exited, detail));
        if (Workers.Count == 0)
        {
            _ended.TrySetResult();
        }
    }
}

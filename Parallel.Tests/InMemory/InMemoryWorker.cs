using ParallelCompute.Engines;
using ParallelCompute.Execution;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.InMemory;

/// <summary>A real worker grain in this process, with the link to its dispatcher.</summary>
internal sealed class InMemoryWorker : IWorkerGrain, IReporter, IAsyncDisposable
{
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITaskDispatcherGrain _dispatcher;
    private int _isOver;

    public InMemoryWorker(WorkerSettings settings, ITaskDispatcherGrain dispatcher)
    {
        (Id, _dispatcher) = (settings.Id, dispatcher);
        Grain = new WorkerGrain(settings, this);
    }

    public string Id { get; }

    /// <summary>The worker's logic.</summary>
    public WorkerGrain Grain { get; }

    /// <summary>Messages on their way to the worker.</summary>
    public Lane Inward { get; } = new();

    /// <summary>Messages on their way to the dispatcher.</summary>
    public Lane Outward { get; } = new();

    /// <summary>Completes with the cause when the worker is gone.</summary>
    public Task<string> Ended => _ended.Task;

    public void Receive(ToWorker message, ReadOnlyMemory<byte> payload) =>
        Inward.Post(() => Take(message, payload));

    public void Say(ToDispatcher message, ReadOnlyMemory<byte> payload) =>
        Outward.Post(() => _dispatcher.WorkerSaid(Id, message, payload));

    /// <summary>Ends in good order: environments are disposed, user code gets its grace.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        await Grain.StopAsync(grace);
        End("told to stop", "exit code 0");
    }

    /// <summary>Ends at once: nothing that is on its way arrives.</summary>
    /// <param name="reason">What the dispatcher is told.</param>
    /// <param name="cause">What the launcher finds out.</param>
    public void End(string reason, string cause)
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            Inward.Close();
            Outward.Close();
            _dispatcher.WorkerLost(Id, reason);
            _ended.SetResult(cause);
            _ = Grain.DisposeAsync().AsTask();
        }
    }

    public ValueTask DisposeAsync()
    {
        End("the cluster is closed", "exit code 0");
        return Grain.DisposeAsync();
    }

    private void Take(ToWorker message, ReadOnlyMemory<byte> payload)
    {
        try
        {
            if (message.Stop is { } stop)
            {
                // As a process does: it closes its connection, then its user code ends.
                Outward.Close();
                _dispatcher.WorkerLost(Id, "told to stop");
                _ = StopAsync(TimeSpan.FromMilliseconds(stop.GraceMs));
            }
            else
            {
                Grain.Receive(message, payload);
            }
        }
        catch (Exception e)
        {
            // A real worker's process would end.
            End("connection lost", $"{e}");
        }
    }
}

using System.Diagnostics;
using ParallelCompute.Dispatch;
using ParallelCompute.Engines;
using ParallelCompute.Launching;
using ParallelCompute.Wire;

namespace ParallelCompute.Benchmarks;

/// <summary>A dispatcher and workers that have every batch done as soon as they are asked.</summary>
internal sealed class InstantWorkers : IDispatcherHost, ISessionObserver
{
    public const long Session = 1;
    private readonly Queue<(string Worker, RunBatch Batch)> _batches = new();
    private long _lastRun;

    public InstantWorkers(int workers)
    {
        Dispatcher = new TaskDispatcherGrain(
            this, new DispatchSettings(TimeSpan.FromMinutes(1), 3, TimeSpan.FromMinutes(1)));
        Dispatcher.OpenSession(new OpenSession { Session = Session }, this);
        for (var i = 0; i < workers; i++)
        {
            Dispatcher.WorkerJoined(
                $"worker-{i}", 1, "node", new Dictionary<string, double>(),
                new InstantWorker($"worker-{i}", _batches));
        }
    }

    public TaskDispatcherGrain Dispatcher { get; }

    public long Now => Stopwatch.GetTimestamp();

    public long NextRun() => ++_lastRun;

    /// <summary>Answers batches until there are no more.</summary>
    public void AnswerAll()
    {
        while (_batches.TryDequeue(out var next))
        {
            var done = new RangeDone
            {
                Run = next.Batch.Run, Lease = next.Batch.Lease, First = next.Batch.First, Count = next.Batch.Count,
                ElapsedNs = next.Batch.Count,
            };
            Dispatcher.WorkerSaid(next.Worker, new ToDispatcher { RangeDone = done }, default);
        }
    }

    public IDisposable After(TimeSpan delay, Action turn) => new CancellationTokenSource();

    public void Disconnect(string worker, string reason) => throw new InvalidOperationException(reason);

    public void WorkerJoined(string worker)
    {
    }

    public void GuardSaid(LaunchNotice notice)
    {
    }

    public void WorkerReady(string worker, EnvironmentBuilt environment)
    {
    }

    public void SetupFailed(string worker, EnvironmentFailed environment)
    {
    }

    public void FilesNeeded(string worker, NeedFiles need)
    {
    }

    void ISessionObserver.PartNeeded(string worker, Blob blob, NeedPart part)
    {
    }

    void ISessionObserver.WorkerHangs(string worker, string reason) =>
        throw new InvalidOperationException(reason);

    void ISessionObserver.WorkerLost(string worker, string reason)
    {
    }

    private sealed class InstantWorker(string id, Queue<(string Worker, RunBatch Batch)> batches) : IWorkerGrain
    {
        public void Receive(ToWorker message, ReadOnlyMemory<byte> payload)
        {
            if (message.RunBatch is { } batch)
            {
                batches.Enqueue((id, batch));
            }
        }
    }
}

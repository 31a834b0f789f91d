using Microsoft.Extensions.Logging;
using ParallelCompute.Code;
using ParallelCompute.Engines;
using ParallelCompute.Launching;
using ParallelCompute.Shipping;
using ParallelCompute.Wire;

namespace ParallelCompute.Clusters;

/// <summary>Keeps the wanted number of workers up: an engine, a launcher and what both say of each worker.</summary>
internal sealed partial class Cluster(ClusterSettings settings, IEngine engine, ILauncher launcher, ILogger logger)
    : ISessionObserver, IAsyncDisposable
{
    /// <summary>Workers that ended are told of for a while, not for ever.</summary>
    internal const int MostGone = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, WorkerRecord> _workers = [];

    /// <summary>Of those, the ones whose process has ended; oldest first.</summary>
    private readonly Queue<string> _gone = new();

    private TaskCompletionSource _changed = NewSignal();
    private ParallelException? _failure;
    private long _environment;
    private int _lastWorker;
    private int _failedStarts;
    private bool _retrying;
    private long _workersLost;
    private int _wanted;
    private bool _closing;
    private bool _hasJoined;

    /// <summary>One at a time starts workers or has them leave.</summary>
    private readonly SemaphoreSlim _scaling = new(1);

    public ITaskDispatcherGrain Dispatcher => engine.Dispatcher;

    /// <summary>The client's code; set before its session is opened.</summary>
    public CodeLibrary? Code { get; set; }

    /// <summary>What workers may ask the client for.</summary>
    public BlobShelf Blobs { get; } = new(engine.Dispatcher);

    public ClusterSettings Settings => settings;

    /// <summary>The number of the client's session.</summary>
    public long Session => engine.Client;

    /// <summary>Numbers of the client's runs and environments are greater.</summary>
    public long FirstNumber => engine.FirstNumber;

    /// <summary>Workers that take items now.</summary>
    public int ReadyWorkers
    {
        get
        {
            lock (_gate)
            {
                return _workers.Values.Count(IsReady);
            }
        }
    }

    /// <summary>The environment that makes a worker ready from now on; earlier failures are forgotten.</summary>
    public void Expect(long environment)
    {
        lock (_gate)
        {
            _environment = environment;
            _failure = _failure as LaunchException;
        }
    }

    /// <summary>Waits until that many workers are ready.</summary>
    /// <exception cref="ParallelException">Setup failed, no worker can come, or time is up.</exception>
    public Task WaitAsync(int count, TimeSpan limit, CancellationToken cancellationToken) =>
        WaitAsync(() => _workers.Values.Count(IsReady) >= count, count, limit, cancellationToken);

    /// <summary>Waits until a worker has joined, and then until one is ready.</summary>
    /// <exception cref="ParallelException">Setup failed, no worker can come, or time is up.</exception>
    public async Task WaitForFirstAsync(CancellationToken cancellationToken)
    {
        await WaitAsync(() => _hasJoined, 1, settings.StartTimeout, cancellationToken).ConfigureAwait(false);
        // The dispatcher ends a setup that takes too long, and says so: this is for a worker that has to be replaced.
        await WaitAsync(1, settings.SetupTimeout + settings.StartTimeout, cancellationToken).ConfigureAwait(false);
    }

    private async Task WaitAsync(Func<bool> isSo, int count, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_failure is not null)
                {
                    throw _failure;
                }

                if (isSo())
                {
                    return;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(timeout.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw TooLate(count, limit);
            }
        }
    }

    public ClusterSnapshot Snapshot()
    {
        var answer = new TaskCompletionSource<ClusterSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Dispatcher.Inspect(answer.SetResult);
        var joined = answer.Task.GetAwaiter().GetResult();
        lock (_gate)
        {
            var known = joined.Workers.Select(w => w.Id).ToHashSet(StringComparer.Ordinal);
            var others = _workers.Where(w => !known.Contains(w.Key))
                .Select(w => new WorkerSnapshot(w.Key, w.Value.State, w.Value.Reason, settings.ThreadsPerWorker, 0, 0));
            return joined with { Workers = [.. joined.Workers, .. others], WorkersLost = _workersLost };
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool IsReady(WorkerRecord worker) => worker.State == WorkerState.Ready &&
        (worker.Counts || worker.IsForeign) && (_environment == 0 || worker.Environments.Contains(_environment));

    private LaunchException TooLate(int count, TimeSpan limit)
    {
        lock (_gate)
        {
            var states = _workers.Where(w => !IsReady(w.Value)).Select(w =>
                $"{w.Key} {w.Value.State}{(w.Value.Reason.Length == 0 ? "" : $" ({w.Value.Reason})")}");
            return new LaunchException($"{_workers.Values.Count(IsReady)} of {count} workers were ready after " +
                $"{limit.TotalSeconds} s; the others: {string.Join(", ", states)}.");
        }
    }

    /// <summary>Its connection or its process has ended, or both; call with the lock held.</summary>
    private void Lose(WorkerRecord worker)
    {
        if (worker.State != WorkerState.Lost && !worker.IsLeaving)
        {
            worker.State = WorkerState.Lost;
            _workersLost += worker.IsExpiring ? 0 : 1;
        }
    }

    /// <summary>Its process has ended, and nobody told it to; call with the lock held.</summary>
    private void Bury(string id, WorkerRecord worker)
    {
        worker.IsAlive = false;
        Lose(worker);
        _gone.Enqueue(id);
        if (_gone.Count > MostGone)
        {
            _workers.Remove(_gone.Dequeue());
        }
    }

    /// <summary>Wakes whoever waits for workers; call with the lock held.</summary>
    private void Signal()
    {
        _changed.SetResult();
        _changed = NewSignal();
    }
}

using Microsoft.Extensions.Logging;
using ParallelCompute.Clusters;
using ParallelCompute.Runs;
using ParallelCompute.Shipping;
using ParallelCompute.Wire;

namespace ParallelCompute;

/// <summary>A cluster of workers and the door to it: maps, streams and submits functions over items.</summary>
/// <remarks>
/// Safe for concurrent use; runs that are open at the same time share the workers. Disposing it cancels what is open
/// and ends the workers, in bounded time.
/// </remarks>
public sealed partial class ParallelClient : IAsyncDisposable, IDisposable
{
    private readonly Cluster _cluster;
    private readonly ILogger _logger;
    private readonly RunPlans _plans = new();
    private readonly Lock _gate = new();
    private Task? _disposal;
    private long _environment;
    private LargeConstants? _environmentConstants;
    private IDisposable? _environmentHeld;
    private long _lastEnvironment;
    private long _lastRun;
    private int _holds;
    private TimeSpan? _idleLimit;
    private Timer? _idleTimer;

    private ParallelClient(Cluster cluster, ILogger logger)
    {
        (_cluster, _logger) = (cluster, logger);
        (_lastEnvironment, _lastRun) = (cluster.FirstNumber, cluster.FirstNumber);
    }

    /// <summary>Raised once, when the client begins to close.</summary>
    internal event Action? Disposing;

    /// <summary>The setup of the present environment; null for none.</summary>
    internal Delegate? Setup { get; private set; }

    /// <summary>What workers may ask the client for.</summary>
    internal BlobShelf Blobs => _cluster.Blobs;

    /// <summary>Waits until that many workers are ready, their setup done.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="timeout">How long at the most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="LaunchException">
    /// They were not ready in time, or no worker can come; says how each stands.
    /// </exception>
    /// <exception cref="SetupException">The environment could not be built.</exception>
    public Task WaitForWorkersAsync(int count, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ThrowIfDisposed();
        return _cluster.WaitAsync(count, timeout, cancellationToken);
    }

    /// <summary>Changes the number of workers.</summary>
    /// <remarks>
    /// More are started; they run <c>setup</c> and then share what is open (<see cref="WaitForWorkersAsync"/> waits for
    /// them). Those too many give back what they have not begun, finish what they run, dispose what <c>setup</c>
    /// returned and end; what runs longer than <c>cancel_grace</c> is canceled and run elsewhere. Of concurrent calls
    /// the last one wins.
    /// </remarks>
    /// <param name="workers">How many there are to be, at least 1.</param>
    /// <param name="cancellationToken">
    /// Gives up waiting for those that leave, or for the cluster's system to accept new ones.
    /// </param>
    /// <returns>Completes when new workers have been started and those too many are gone.</returns>
    /// <exception cref="LaunchException">Workers cannot be started.</exception>
    public Task ScaleAsync(int workers, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        ThrowIfDisposed();
        return _cluster.ScaleAsync(workers, cancellationToken);
    }

    /// <summary>The workers, queue and rates of this moment.</summary>
    public ClusterSnapshot Snapshot()
    {
        ThrowIfDisposed();
        return _cluster.Snapshot();
    }

    /// <summary>Cancels what is open and ends all workers, those that do not leave by themselves by force.</summary>
    /// <remarks>Takes no longer than <c>cancel_grace</c> and a few seconds. Further calls wait for the first.</remarks>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            return new ValueTask(_disposal ??= Task.Run(CloseAsync));
        }
    }

    /// <summary>As <see cref="DisposeAsync"/>, waiting for it.</summary>
    public void Dispose() => Task.Run(async () => await DisposeAsync()).GetAwaiter().GetResult();

    /// <summary>Starts a cluster and opens its client.</summary>
    internal static async Task<ParallelClient> OpenAsync(
        Cluster cluster, Delegate? setup, ILogger logger, CancellationToken cancellationToken)
    {
        var client = new ParallelClient(cluster, logger);
        try
        {
            CodeManifests.RefuseBundles();
            Binding.CallChecks.Setup(setup);
            var constants = new LargeConstants(cluster.Settings.ValueLimit);
            var function = setup is null ? null : FunctionShipper.Encode(setup, constants, client.Warn);
            cluster.Start();
            // What follows takes its time; so do the workers that boot meanwhile.
            var code = cluster.Code = new CodeLibrary(CodeManifests.Create(), cluster.Blobs.Add);
            cluster.Dispatcher.OpenSession(
                new OpenSession { Session = cluster.Session, Code = code.Manifest }, cluster);
            var kept = Task.Run(code.Keep, CancellationToken.None);
            if (function is not null)
            {
                client.Build(setup!, function, constants);
            }

            WarmUp.Run();

            await cluster.WaitForFirstAsync(cancellationToken).ConfigureAwait(false);
            await kept.ConfigureAwait(false);
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Keeps the client open for a call; false where it is closing.</summary>
    internal bool TryHold()
    {
        lock (_gate)
        {
            _holds += _disposal is null ? 1 : 0;
            return _disposal is null;
        }
    }

    /// <summary>Ends a hold.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            if (--_holds == 0 && _idleLimit is { } limit)
            {
                _idleTimer?.Change(limit, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Has the client close itself when nobody has held it for that long.</summary>
    internal void KeepIdleFor(TimeSpan limit)
    {
        lock (_gate)
        {
            _idleLimit = limit;
            _idleTimer ??= new Timer(_ => CloseIfIdle());
            _idleTimer.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    private void CloseIfIdle()
    {
        lock (_gate)
        {
            if (_holds == 0)
            {
                _disposal ??= Task.Run(CloseAsync);
            }
        }
    }

    private async Task CloseAsync()
    {
        ParallelCluster.Closed(this);
        Disposing?.Invoke();
        _idleTimer?.Dispose();
        _cluster.Dispatcher.CloseSession(_cluster.Session);
        await _cluster.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Replaces the environment for this call and those after it.</summary>
    private void Build(Delegate setup, Function function, LargeConstants constants)
    {
        lock (_gate)
        {
            _environment = ++_lastEnvironment;
            Setup = setup;
            _cluster.Expect(_environment);
            var replaced = _environmentHeld;
            _environmentConstants = constants;
            _environmentHeld = _cluster.Blobs.Hold(constants.Found);
            _cluster.Dispatcher.BuildEnvironment(
                new BuildEnvironment { Session = _cluster.Session, Environment = _environment, Setup = function });
            replaced?.Dispose();
        }
    }

    private RunDefinition Define<TItem, TResult>(Delegate function, CallOptions call, LargeConstants constants)
    {
        ThrowIfDisposed();
        var definition = _plans.Define<TItem, TResult>(function, call, call.Setup ?? Setup, constants, Warn);
        call.CancellationToken.ThrowIfCancellationRequested();
        if (call.Options is { } options)
        {
            RunPlan.Add(definition, options, constants, Warn);
        }

        definition.Session = _cluster.Session;
        definition.ValueLimit = _cluster.Settings.ValueLimit;
        definition.Run = Interlocked.Increment(ref _lastRun);
        return definition;
    }

    /// <summary>Chooses a run's environment and opens it; another call's setup cannot replace it in between.</summary>
    /// <param name="definition">The run.</param>
    /// <param name="call">The call's optional parameters.</param>
    /// <param name="constants">Its large values.</param>
    /// <param name="open">Opens it; is given what to dispose when the run has ended.</param>
    private void Open(RunDefinition definition, CallOptions call, LargeConstants constants, Action<IDisposable?> open)
    {
        var captured = new LargeConstants(_cluster.Settings.ValueLimit);
        var setup = call.Setup is null ? null : FunctionShipper.Encode(call.Setup, captured, Warn);
        lock (_gate)
        {
            if (setup is not null)
            {
                Build(call.Setup!, setup, captured);
            }

            definition.Environment = _environment;
            // A worker that joins while the run goes on builds the run's environment, replaced or not.
            open(_cluster.Blobs.Hold(constants.Found.Concat(_environmentConstants?.Found ?? [])));
        }
    }

    private void Warn(string message) => _logger.LogWarning("{Warning}", message);

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposal is not null, this);
}

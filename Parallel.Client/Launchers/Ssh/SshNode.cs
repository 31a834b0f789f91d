using System.Globalization;
using ParallelCompute.Launching;

namespace ParallelCompute.Launchers.Ssh;

/// <summary>A host with its workers: those that run and those that wait until it can be reached.</summary>
/// <remarks>
/// One guard is started at a time, for all that wait by then. After a failure the next try comes later, and ever later.
/// </remarks>
/// <param name="host">The host.</param>
/// <param name="start">Starts a guard there.</param>
/// <param name="failed">Places workers that did not get there, here or elsewhere, and is told why.</param>
/// <param name="time">For the pauses.</param>
internal sealed class SshNode(
    SshHost host, GuardStart start, Action<IReadOnlyList<Waiting>, LaunchException> failed, TimeProvider time)
    : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly List<Waiting> _waiting = [];
    private readonly HashSet<string> _unwanted = new(StringComparer.Ordinal);
    private readonly List<IHostGuard> _guards = [];
    private IReadOnlyList<Waiting> _starting = [];
    private Task _connecting = Task.CompletedTask;
    private bool _isConnecting;
    private TaskCompletionSource _forgiven = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LaunchException? _fault;
    private int _failures;

    public SshHost Host => host;

    /// <summary>Workers that it has or is to have.</summary>
    public int Load => Locked(() => _waiting.Count + _starting.Count + _guards.Sum(g => g.Workers.Count));

    /// <summary>Whether the last that is known of it is good, or nothing is known.</summary>
    public bool IsFine => Locked(() => _failures == 0);

    /// <summary>What is wrong with it; null where nothing is known to be.</summary>
    public LaunchException? Fault => Locked(() => _fault);

    /// <summary>Whether a guard runs there.</summary>
    public bool IsUp => Locked(() => _failures == 0 && _guards.Count > 0);

    /// <summary>Starts workers there as soon as it can be reached.</summary>
    public void Start(IReadOnlyList<Waiting> workers)
    {
        string fault;
        lock (_gate)
        {
            _waiting.AddRange(workers);
            fault = _fault is null ? "" : string.Create(
                CultureInfo.InvariantCulture,
                $"tried again after {PauseAfter(_failures).TotalSeconds} s: {_fault.Message}");
            if (!_isConnecting)
            {
                _isConnecting = true;
                _connecting = Task.Run(ConnectAsync);
            }
        }

        foreach (var worker in fault.Length > 0 ? workers : [])
        {
            worker.Tell(LaunchState.Pending, fault);
        }
    }

    /// <summary>Takes back what does not run yet; what is just being started ends as soon as it runs.</summary>
    /// <param name="workers">Which.</param>
    /// <returns>Those that were waiting, whose end nobody else tells.</returns>
    public IReadOnlyList<Waiting> Withdraw(IReadOnlyCollection<string> workers)
    {
        lock (_gate)
        {
            _unwanted.UnionWith(_starting.Select(w => w.Worker).Intersect(workers));
            List<Waiting> withdrawn = [.. _waiting.Where(w => workers.Contains(w.Worker))];
            _waiting.RemoveAll(withdrawn.Contains);
            return withdrawn;
        }
    }

    /// <summary>Takes back all that waits and that nobody waits for.</summary>
    public IReadOnlyList<Waiting> WithdrawAccepted() =>
        Withdraw(Locked(() => _waiting.Where(w => w.IsAccepted).Select(w => w.Worker).ToList()));

    /// <summary>Forgets earlier failures: the next try is made at once, also where a pause has begun.</summary>
    public void Forgive()
    {
        lock (_gate)
        {
            (_failures, _fault) = (0, null);
            _forgiven.SetResult();
            _forgiven = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Ends workers that run.</summary>
    public Task StopAsync(IReadOnlyList<string> workers, TimeSpan grace) =>
        Task.WhenAll(Locked(() => _guards.ToList()).Select(g => g.StopAsync(workers, grace)));

    /// <summary>Ends all that runs there or is being started, and tries no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await Locked(() => _connecting).ConfigureAwait(false);
        await Task.WhenAll(Locked(() => _guards.ToList()).Select(g => g.CloseAsync())).ConfigureAwait(false);
        _ending.Dispose();
    }

    private async Task ConnectAsync()
    {
        while (true)
        {
            TimeSpan pause;
            Task forgiven;
            lock (_gate)
            {
                if (_waiting.Count == 0 || _ending.IsCancellationRequested)
                {
                    // Under the lock: who comes from now on begins anew.
                    _isConnecting = false;
                    return;
                }

                (pause, forgiven) = (PauseAfter(_failures), _forgiven.Task);
            }

            if (pause > TimeSpan.Zero)
            {
                await forgiven.WaitAsync(pause, time, _ending.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            IReadOnlyList<Waiting> workers;
            lock (_gate)
            {
                workers = _starting = [.. _waiting];
                _waiting.Clear();
            }

            if (workers.Count > 0)
            {
                await StartAsync(workers).ConfigureAwait(false);
            }
        }
    }

    private async Task StartAsync(IReadOnlyList<Waiting> workers)
    {
        try
        {
            var guard = await start(host, workers, Lose, _ending.Token).ConfigureAwait(false);
            string[] unwanted;
            lock (_gate)
            {
                _guards.Add(guard);
                (_starting, _failures, _fault) = ([], 0, null);
                unwanted = [.. _unwanted];
                _unwanted.Clear();
            }

            _ = RemoveAsync(guard);
            await guard.StopAsync(unwanted, TimeSpan.Zero).ConfigureAwait(false);
            workers.ToList().ForEach(w => w.Tried.TrySetResult());
        }
        catch (Exception e)
        {
            var fault = e as LaunchException ?? new LaunchException($"Host {host.Name}: {e.Message}", e);
            ILookup<bool, Waiting> isWanted;
            lock (_gate)
            {
                isWanted = workers.ToLookup(w =>
                    !_unwanted.Contains(w.Worker) && !_ending.IsCancellationRequested);
                _unwanted.Clear();
                (_starting, _failures, _fault) = ([], _failures + 1, fault);
            }

            Tell(isWanted[false], "it was told to leave before it was started");
            failed([.. isWanted[true]], fault);
        }
    }

    private static void Tell(IEnumerable<Waiting> workers, string detail)
    {
        foreach (var worker in workers)
        {
            worker.Tell(LaunchState.Exited, detail);
            worker.Tried.TrySetResult();
        }
    }

    /// <summary>What replaces the workers of a lost guard is not to be put there at once.</summary>
    private void Lose(string reason) =>
        Locked(() => (_failures, _fault) = (_failures + 1, new LaunchException(reason)));

    private async Task RemoveAsync(IHostGuard guard)
    {
        await guard.Ended.ConfigureAwait(false);
        Locked(() => _guards.Remove(guard));
    }

    /// <summary>None at first, then a second, then twice as long each time.</summary>
    internal static TimeSpan PauseAfter(int failures)
    {
        var seconds = failures == 0 ? 0 : Math.Pow(2, Math.Min(failures - 1, 30));
        return seconds < LongestPause.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestPause;
    }

    private T Locked<T>(Func<T> get)
    {
        lock (_gate)
        {
            return get();
        }
    }
}

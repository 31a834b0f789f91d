using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;

namespace ParallelCompute.Launchers.Ssh;

/// <summary>
/// Starts silos on other machines by OpenSSH's client: one connection with a guard for all that start together.
/// </summary>
/// <remarks>
/// Each host has its share of the workers. Where one cannot be reached, its share waits for it, unless others have less
/// than theirs; the rest goes on.
/// </remarks>
internal sealed class SshLauncher : ILauncher
{
    private readonly Lock _gate = new();
    private readonly IReadOnlyList<SshNode> _nodes;
    private readonly TimeSpan _patience;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private long? _lastUp;

    /// <param name="hosts">Where.</param>
    /// <param name="start">Starts a guard on one.</param>
    /// <param name="patience">How long all hosts may be gone that were there before.</param>
    /// <param name="logger">Gets what is wrong with hosts.</param>
    /// <param name="time">The clock.</param>
    public SshLauncher(
        IReadOnlyList<SshHost> hosts, GuardStart start, TimeSpan patience, ILogger logger, TimeProvider time)
    {
        (_patience, _logger, _time) = (patience, logger, time);
        _nodes = [.. hosts.Select(h => new SshNode(h, start, Replace, time))];
    }

    /// <summary>The launcher of a configuration.</summary>
    public static SshLauncher Of(ClusterSettings settings, ILogger logger) => new(
        SshHost.Of(settings), new SshGuards(logger).StartAsync, settings.StartTimeout, logger, TimeProvider.System);

    public async Task StartAsync(
        LaunchRequest request, Action<LaunchNotice> observe, CancellationToken cancellationToken)
    {
        List<Waiting> workers = [.. request.Workers.Select(w => new Waiting(w, request, observe))];
        try
        {
            await Task.WhenAll(Place(workers)).WaitAsync(cancellationToken).ConfigureAwait(false);
            await ((Task)request.Ticket).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (IsHopeless)
            {
                throw Combine([.. _nodes.Select(n => n.Fault).OfType<LaunchException>()]);
            }

            workers.ForEach(w => w.IsAccepted = true);
        }
        catch
        {
            foreach (var node in _nodes)
            {
                node.Withdraw(request.Workers);
                node.Forgive();
            }

            await StopAsync(request.Workers, TimeSpan.Zero).ConfigureAwait(false);
            throw;
        }
    }

    public Task StopAsync(IReadOnlyList<string> workers, TimeSpan grace)
    {
        foreach (var waiting in _nodes.SelectMany(n => n.Withdraw(workers)))
        {
            waiting.Tell(LaunchState.Exited, "it was told to leave before it was started");
            waiting.Tried.TrySetResult();
        }

        return Task.WhenAll(_nodes.Select(n => n.StopAsync(workers, grace)));
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_nodes.Select(n => n.DisposeAsync().AsTask())).ConfigureAwait(false);

    /// <summary>No host is there, nor has one been lately.</summary>
    private bool IsHopeless
    {
        get
        {
            lock (_gate)
            {
                if (_nodes.Any(n => n.IsUp))
                {
                    _lastUp = _time.GetTimestamp();
                }

                return !_nodes.Any(n => n.IsFine) &&
                    (_lastUp is not { } last || _time.GetElapsedTime(last) > _patience);
            }
        }
    }

    /// <summary>Puts workers on hosts.</summary>
    /// <returns>What to wait for: those on hosts of which nothing bad is known.</returns>
    private List<Task> Place(List<Waiting> workers)
    {
        lock (_gate)
        {
            if (_nodes.All(n => n.Host.MostWorkers is not null) &&
                _nodes.Sum(n => (long)n.Host.MostWorkers! - n.Load) is var free && free < workers.Count)
            {
                throw new LaunchException(
                    $"{workers.Count} workers are to be started, but the hosts have room for {Math.Max(0, free)} " +
                    "more. Raise n_workers in worker_options or of a host, add hosts, or lower n_workers.");
            }

            return [.. Assign(workers).Where(a => a.WasFine).Select(a => a.Worker.Tried.Task)];
        }
    }

    /// <summary>
    /// Has each worker started on the least loaded host that is fine and has less than its share, else on the least
    /// loaded at all; of equals the first counts. Call with the lock held.
    /// </summary>
    private List<(SshNode Node, Waiting Worker, bool WasFine)> Assign(IReadOnlyList<Waiting> workers)
    {
        var loads = _nodes.ToDictionary(n => n, n => n.Load);
        var share = (loads.Values.Sum() + workers.Count + _nodes.Count - 1) / _nodes.Count;
        var isFine = _nodes.ToDictionary(n => n, n => n.IsFine);
        List<(SshNode Node, Waiting Worker, bool WasFine)> assigned = [];
        foreach (var worker in workers)
        {
            List<SshNode> free = [.. _nodes.Where(n => loads[n] < (n.Host.MostWorkers ?? int.MaxValue))];
            List<SshNode> fine =
                [.. free.Where(n => isFine[n] && (loads[n] < share || free.TrueForAll(f => isFine[f])))];
            var node = (fine.Count > 0 ? fine : free.Count > 0 ? free : _nodes).MinBy(n => loads[n])!;
            loads[node]++;
            assigned.Add((node, worker, isFine[node]));
        }

        foreach (var group in assigned.GroupBy(a => a.Node, a => a.Worker))
        {
            group.Key.Start([.. group]);
        }

        return assigned;
    }

    /// <summary>Workers that a host did not take.</summary>
    private void Replace(IReadOnlyList<Waiting> workers, LaunchException fault)
    {
        if (workers.Count == 0)
        {
            return;
        }

        _logger.LogWarning("{Fault}", fault.Message);
        lock (_gate)
        {
            foreach (var (_, worker, _) in Assign(workers).Where(a => !a.WasFine))
            {
                worker.Tried.TrySetResult();
            }
        }

        if (IsHopeless)
        {
            foreach (var worker in _nodes.SelectMany(n => n.WithdrawAccepted()))
            {
                worker.Tell(LaunchState.Exited, fault.Message);
            }
        }
    }

    /// <summary>What is wrong with each host, in their order.</summary>
    private static LaunchException Combine(IReadOnlyList<LaunchException> faults) => faults is [var only] ? only
        : new LaunchException(string.Join('\n', faults.Select(f => f.Message)), faults[0])
        {
            Command = faults[0].Command, ExitCode = faults[0].ExitCode, Output = faults[0].Output,
        };
}

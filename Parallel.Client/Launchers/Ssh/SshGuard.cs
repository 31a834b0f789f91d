using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Guarding;

namespace ParallelCompute.Launchers.Ssh;

/// <summary>A guard on a host with its workers, held by one SSH connection: they end with it.</summary>
internal sealed class SshGuard : IHostGuard
{
    /// <summary>For what ends by force on a host that answers; otherwise the connection is ended here.</summary>
    private static readonly TimeSpan ForceLimit = TimeSpan.FromSeconds(2);

    /// <summary>A guard that runs tells of its workers at once.</summary>
    private static readonly TimeSpan FirstNotice = TimeSpan.FromMinutes(1);

    private readonly SshSession _session;
    private readonly Action<LaunchNotice> _observe;
    private readonly Action<string> _lost;
    private readonly ILogger _logger;
    private readonly Dictionary<string, TaskCompletionSource> _workers;
    private readonly TaskCompletionSource _heard = NewSignal();
    private volatile bool _isStopping;

    private SshGuard(
        SshSession session, IReadOnlyList<string> workers, Action<LaunchNotice> observe, Action<string> lost,
        ILogger logger)
    {
        (_session, _observe, _lost, _logger) = (session, observe, lost, logger);
        _workers = workers.ToDictionary(w => w, _ => NewSignal(), StringComparer.Ordinal);
    }

    public Task Ended { get; private set; } = Task.CompletedTask;

    public IReadOnlyList<string> Workers => [.. _workers.Where(w => !w.Value.Task.IsCompleted).Select(w => w.Key)];

    /// <summary>Has a guard started for these workers; returns once it has told of one of them.</summary>
    /// <param name="start">Where, and with which arguments.</param>
    /// <param name="workers">The workers of these arguments.</param>
    /// <param name="ticket">What they are handed to join.</param>
    /// <param name="observe">Told what becomes of each.</param>
    /// <param name="lost">
    /// Told why the connection has broken, before any worker is told to have ended with it.
    /// </param>
    /// <param name="logger">Gets what the workers write.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LaunchException">It does not start.</exception>
    public static async Task<IHostGuard> StartAsync(
        SshStart start, IReadOnlyList<string> workers, Task<JoinTicket> ticket, Action<LaunchNotice> observe,
        Action<string> lost, ILogger logger, CancellationToken cancellationToken)
    {
        var session = await SshSession.OpenAsync(start, cancellationToken).ConfigureAwait(false);
        var guard = new SshGuard(session, workers, observe, lost, logger);
        try
        {
            var content = (await ticket.WaitAsync(cancellationToken).ConfigureAwait(false)).Content;
            await session.Process.SayAsync(content + "\n", cancellationToken).ConfigureAwait(false);
            guard.Ended = guard.ReadAsync();
            await Task.WhenAny(guard._heard.Task, guard.Ended).WaitAsync(FirstNotice, cancellationToken)
                .ConfigureAwait(false);
            return guard._heard.Task.IsCompleted ? guard : throw SshFaults.OfEnd(
                session.Host, await session.Process.Ended.WaitAsync(ForceLimit, cancellationToken)
                    .ConfigureAwait(false), session.Process.Words);
        }
        catch (Exception e)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw e is TimeoutException ? SshFaults.NoAnswer(session.Host, FirstNotice, session.Process.Words) : e;
        }
    }

    public async Task StopAsync(IReadOnlyList<string> workers, TimeSpan grace)
    {
        var ends = workers.Where(_workers.ContainsKey).ToDictionary(w => w, w => _workers[w].Task);
        var all = Task.WhenAll(ends.Values);
        await all.WaitAsync(grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (all.IsCompleted)
        {
            return;
        }

        string[] left = [.. ends.Where(e => !e.Value.IsCompleted).Select(e => e.Key)];
        if (Workers.Except(left).Any())
        {
            foreach (var worker in left)
            {
                await _session.Process.SayAsync($"leave {worker} 0\n", CancellationToken.None)
                    .WaitAsync(ForceLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await all.WaitAsync(ForceLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!all.IsCompleted && !Workers.Except(left).Any())
        {
            await CloseAsync().ConfigureAwait(false);
        }
    }

    public async Task CloseAsync()
    {
        _isStopping = true;
        await _session.DisposeAsync().ConfigureAwait(false);
        await Ended.ConfigureAwait(false);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync()
    {
        var reader = new GuardReader(
            _workers.Keys, _logger, Take,
            line => _logger.LogInformation("Host {Host}: {Line}", _session.Host.Name, line));
        // Until ssh closes the pipe, which is its end: all that the guard has told is read before.
        await reader.ReadAsync(_session.Process.Output).ConfigureAwait(false);
        await _session.DisposeAsync().ConfigureAwait(false);
        var exitCode = await _session.Process.Ended.ConfigureAwait(false);
        var left = Workers;
        if (!_heard.Task.IsCompleted || left.Count == 0)
        {
            // Nothing ever ran, which whoever starts it is told; or nothing is left to run.
            return;
        }

        var reason = _isStopping ? "its connection was closed"
            : $"the connection broke: {SshFaults.OfEnd(_session.Host, exitCode, _session.Process.Words).Message}";
        if (!_isStopping)
        {
            _lost(reason);
        }

        foreach (var worker in left)
        {
            Take(new LaunchNotice(worker, LaunchState.Exited, reason));
        }
    }

    private void Take(LaunchNotice notice)
    {
        var isEnd = notice.State == LaunchState.Exited;
        if (isEnd && !_workers[notice.Worker].TrySetResult())
        {
            return;
        }

        _observe(notice with
        {
            Detail = $"{notice.Detail}, on host {_session.Host.Name}" +
                (isEnd ? SshFaults.AdviceOnDeath(_session.Host, notice.Detail) : ""),
        });
        _heard.TrySetResult();
    }
}

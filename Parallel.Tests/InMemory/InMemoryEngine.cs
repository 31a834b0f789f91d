using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ParallelCompute.Dispatch;
using ParallelCompute.Engines;
using ParallelCompute.Execution;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Hosting;

namespace ParallelCompute.Tests.InMemory;

/// <summary>Carries the real grains in this process, by a clock of the test's choice.</summary>
internal sealed class InMemoryEngine : IEngine, IDispatcherHost
{
    private readonly ConcurrentDictionary<string, InMemoryWorker> _workers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IDisposable> _frozen = new(StringComparer.Ordinal);
    private readonly string _cluster = Guid.NewGuid().ToString("N");
    private readonly ClusterSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TurnQueue _turns;

    public InMemoryEngine(ClusterSettings settings, TimeProvider time, ILogger logger)
    {
        (_settings, _time, _logger) = (settings, time, logger);
        _turns = new TurnQueue(logger);
        var grain = new TaskDispatcherGrain(
            this, new DispatchSettings(settings.SetupTimeout, settings.AllowedFailures, settings.CancelGrace));
        Dispatcher = new DispatcherTurns(grain, _turns.Post);
    }

    public ITaskDispatcherGrain Dispatcher { get; }

    public long Now => (long)(_time.GetTimestamp() * ((double)TimeSpan.TicksPerSecond / _time.TimestampFrequency));

    public Task<JoinTicket> StartAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new JoinTicket("memory", ""));

    public IDisposable After(TimeSpan delay, Action turn) => _time.CreateTimer(
        _ => _turns.Post(turn), null, delay, Timeout.InfiniteTimeSpan);

    /// <summary>Starts a worker and has it join.</summary>
    public InMemoryWorker Join(string id, int slots)
    {
        var worker = new InMemoryWorker(
            new WorkerSettings(id, slots, [], _cluster, _settings.LocalDirectory, _logger), Dispatcher);
        _workers[id] = worker;
        Dispatcher.WorkerJoined(id, slots, _cluster, _settings.Resources, worker);
        return worker;
    }

    public InMemoryWorker Worker(string id) => _workers[id];

    public void Disconnect(string worker, string reason)
    {
        if (_workers.TryGetValue(worker, out var known))
        {
            known.End(reason, $"exit code 1, the dispatcher is lost: {reason}");
        }
    }

    /// <summary>
    /// Nothing reaches a worker or comes from it; after the timeout for workers it is taken for lost.
    /// </summary>
    public void Freeze(string worker)
    {
        Worker(worker).Inward.Hold();
        Worker(worker).Outward.Hold();
        var silence = _settings.WorkerTimeout;
        _frozen[worker] = _time.CreateTimer(
            _ => Disconnect(worker, $"nothing was heard of it for {silence.TotalSeconds} s"), null, silence,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>What was held up arrives.</summary>
    public void Thaw(string worker)
    {
        if (_frozen.TryRemove(worker, out var timer))
        {
            timer.Dispose();
            Worker(worker).Inward.Release();
            Worker(worker).Outward.Release();
        }
    }

    public long Client => 1;

    public Task StopAsync(IReadOnlyList<string> workers, TimeSpan limit) =>
        Task.WhenAll(_workers.Values.Select(w => w.StopAsync(limit)));

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers.Values)
        {
            await worker.DisposeAsync();
        }
    }
}

using ParallelCompute.Dispatch;
using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>A dispatcher and workers of one slot whose items take virtual time.</summary>
internal sealed class TimedCluster
{
    private readonly TaskDispatcherGrain _grain;
    private readonly List<TimedWorker> _workers = [];
    private readonly Dictionary<long, long> _costs = [];
    private long _now;

    public TimedCluster(int workers)
    {
        _grain = new TaskDispatcherGrain(
            new VirtualHost(), new DispatchSettings(TimeSpan.FromMinutes(1), 3, TimeSpan.FromSeconds(5)));
        for (var i = 0; i < workers; i++)
        {
            _workers.Add(new TimedWorker($"w{i}"));
            _grain.WorkerJoined($"w{i}", 1, "node", new Dictionary<string, double>(), _workers[i]);
        }
    }

    /// <summary>Worker time by run, in nanoseconds.</summary>
    public Dictionary<long, double> Used { get; } = [];

    /// <summary>Every lease in the order made, by its run.</summary>
    public List<long> Leased { get; } = [];

    public void OpenSession(long session) =>
        _grain.OpenSession(new OpenSession { Session = session }, new ModelSession(session));

    /// <summary>Opens a run of items of that many nanoseconds each.</summary>
    public long Open(long session, int items, long cost, int? batchSize, int priority = 0)
    {
        var definition = new RunDefinition { Run = _costs.Count + 1, Session = session };
        _costs.Add(definition.Run, cost);
        Used.Add(definition.Run, 0);
        var input = new ItemBlock(0, items, [], itemSize: 0);
        _grain.OpenRun(new RunRequest(definition, items, batchSize, null, input, priority), new SilentRun());
        return definition.Run;
    }

    /// <summary>Has the batch that ends next end; false where none runs.</summary>
    public bool Step()
    {
        var (next, ends) = (default(TimedWorker), long.MaxValue);
        foreach (var worker in _workers)
        {
            Leased.AddRange(worker.News.Select(b => b.Run));
            worker.News.Clear();
            if (worker.Batches.Count > 0 && worker.Begin(_now, Cost) < ends)
            {
                (next, ends) = (worker, worker.Begin(_now, Cost));
            }
        }

        if (next is null)
        {
            return false;
        }

        _now = ends;
        var batch = next.End();
        Used[batch.Run] += Cost(batch);
        var done = new RangeDone
        {
            Run = batch.Run, Lease = batch.Lease, First = batch.First, Count = batch.Count, ElapsedNs = Cost(batch),
        };
        _grain.WorkerSaid(next.Id, new ToDispatcher { RangeDone = done }, default);
        return true;
    }

    private long Cost(RunBatch batch) => _costs[batch.Run] * batch.Count;
}

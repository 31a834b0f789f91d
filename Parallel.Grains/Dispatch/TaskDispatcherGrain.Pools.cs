using ParallelCompute.Code;
using ParallelCompute.Wire;

namespace ParallelCompute.Dispatch;

public sealed partial class TaskDispatcherGrain
{
    /// <summary>Far more kinds of workers than there are; who makes some up takes no more memory than these.</summary>
    private const int MostOffers = 1024;

    /// <summary>What workers have ever offered; one that offers the same may come again.</summary>
    private readonly HashSet<Resources> _offers = [];

    /// <inheritdoc/>
    public void Drain(string worker, TimeSpan grace)
    {
        if (!_workers.TryGetValue(worker, out var leaving) || leaving.Leaving is not null)
        {
            return;
        }

        _slots -= leaving.Slots;
        _idleWorkers -= leaving.HasIdleSlot ? 1 : 0;
        leaving.MoveTo(null);
        leaving.Grace = grace;
        leaving.Leaving = host.After(grace, () => Dismiss(leaving));
        if (leaving.Leases.Count == 0)
        {
            Dismiss(leaving);
        }

        foreach (var lease in leaving.Leases.Where(l => !l.Asked))
        {
            Ask(lease);
        }
    }

    /// <summary>Tells a worker to go: it has finished, or has had its time.</summary>
    private static void Dismiss(Worker worker)
    {
        worker.Leaving!.Dispose();
        if (!worker.Dismissed)
        {
            worker.Dismissed = true;
            worker.Grain.Receive(
                new ToWorker { Stop = new Stop { GraceMs = (long)worker.Grace.TotalMilliseconds } }, default);
        }
    }

    private void Assign(Worker worker)
    {
        var pool = _pools.Find(p => p.IsOf(worker));
        if (pool is null)
        {
            _pools.Add(pool = new Pool([.. worker.Environments], worker.Offers));
        }

        pool.Workers++;
        worker.Pool = pool;
    }

    private void Unassign(Worker worker)
    {
        worker.MoveTo(null);
        if (--worker.Pool!.Workers == 0)
        {
            _pools.Remove(worker.Pool);
        }
    }

    /// <summary>The worker's environments have changed.</summary>
    private void Reassign(Worker worker)
    {
        Unassign(worker);
        Assign(worker);
    }

    /// <summary>Runs opened before anyone had joined may turn out to need what nobody offers.</summary>
    private void Announce(Resources offers)
    {
        if (_offers.Count < MostOffers && _offers.Add(offers) && _offers.Count == 1)
        {
            foreach (var run in _runs.Values.ToList())
            {
                if (Lacking(run) is { } failure)
                {
                    End(run, failure);
                }
            }
        }
    }

    /// <summary>Why no worker can ever run an item of the run; null where one can, or might.</summary>
    private Failure? Lacking(Run run) => _offers.Count == 0 || _offers.Any(run.Needs.AreMetBy) ? null
        : Failures.Of(new ParallelException(
            $"A running item of run {run.Id} needs {run.Needs}, but workers offer " +
            $"{string.Join(" or ", _offers)}. Lower options.Resources, or set the option 'resources' of the workers."));
}

namespace ParallelCompute.Dispatch;

public sealed partial class TaskDispatcherGrain
{
    /// <summary>Workers whose time is limited.</summary>
    private int _limited;

    private void Limit(Worker worker)
    {
        if (worker.Walltime is { } time)
        {
            _limited++;
            worker.Expiry = host.After(time.Left, () =>
            {
                Expire(worker, time.Rest);
                Pump();
            });
        }
    }

    /// <summary>Has a worker leave that must be gone by then; what it still runs is no item's fault.</summary>
    private void Expire(Worker worker, TimeSpan within)
    {
        worker.Expires = true;
        // What runs gets half of the time to finish, and where it does not, the other half to end.
        Drain(worker.Id, within / 2);
    }

    /// <summary>
    /// An idle worker that has no time left for anything that waits goes, so that another one takes its place.
    /// </summary>
    private void SendAwayIfTooOld(Worker worker)
    {
        if (worker is { Walltime: { } time, Leaving: null, Leases.Count: 0 } && _queue.Next(worker) is null &&
            _runs.Values.Any(r => r.Pending > 0 && worker.Suits(r) && !worker.HasTimeFor(r)))
        {
            Expire(worker, time.Rest);
        }
    }

    private void SendAwayTooOld(Run run)
    {
        if (_limited == 0 || run.Pending == 0)
        {
            return;
        }

        foreach (var worker in _pools.Where(p => p.Suits(run)).SelectMany(p => p.Idle).ToList())
        {
            SendAwayIfTooOld(worker);
        }
    }
}

using ParallelCompute.Wire;

namespace ParallelCompute.Dispatch;

public sealed partial class TaskDispatcherGrain
{
    /// <summary>A worker told an item to end that runs longer than it may: it gets its grace.</summary>
    private void Overdue(Worker worker, ItemOverdue overdue)
    {
        if (_leases.TryGetValue(overdue.Lease, out var lease) && lease.Worker == worker && !lease.Run.Ended &&
            !lease.Canceled && lease.Rest.First == overdue.Index && lease.Run.Definition.ItemTimeout > 0)
        {
            lease.Patience?.Dispose();
            lease.Patience = host.After(settings.CancelGrace, () =>
            {
                TimeOut(lease);
                Pump();
            });
        }
    }

    /// <summary>The lease's first item did not end in its grace: its worker is killed for it alone.</summary>
    private void TimeOut(Lease lease)
    {
        var (run, worker, item) = (lease.Run, lease.Worker, lease.Rest.Slice(0, 1));
        var limit = TimeSpan.FromTicks(run.Definition.ItemTimeout);
        lease.Advance(1);
        worker.ItemsInFlight--;
        if (lease.Rest.Count == 0)
        {
            Finish(lease);
        }

        var message = $"Item {item.First} ran longer than its limit of {limit.TotalSeconds} s and did not end within " +
            $"{settings.CancelGrace.TotalSeconds} s (cancel_grace) of being told to";
        Kill(worker, message);
        if (lease.Retries < run.Definition.Retries)
        {
            if (!lease.LeaveToOther())
            {
                Retry(run,
                    [new Returned(item, lease.LastAttempt + 1, lease.Deaths, lease.Suspect, lease.Retries + 1)]);
            }
        }
        else
        {
            Fail(run, item.First, worker.Id, new ItemTimeoutException(
                $"{message}; worker {worker.Id} was killed. Raise options.ItemTimeout if it needs longer.", item.First,
                limit));
            CancelOther(lease);
        }
    }

    /// <summary>The run has ended, and what it had running had its grace to do so too.</summary>
    private void EndByForce(Run run)
    {
        foreach (var worker in _leases.Values.Where(l => l.Run == run).Select(l => l.Worker).Distinct().ToList())
        {
            Kill(worker, $"an item of run {run.Id}, which has ended, did not end within " +
                $"{settings.CancelGrace.TotalSeconds} s (cancel_grace) of being told to");
        }

        Pump();
    }

    /// <summary>Ends a worker by force. What else it has goes back at once and without blame.</summary>
    private void Kill(Worker worker, string reason)
    {
        worker.Dismissed = true;
        foreach (var session in _sessions.Values)
        {
            session.Observer.WorkerHangs(worker.Id, reason);
        }

        host.Disconnect(worker.Id, reason);
        WorkerLost(worker.Id, reason);
    }

    /// <summary>A lease is over, whatever became of it.</summary>
    private static void Release(Lease lease)
    {
        lease.Patience?.Dispose();
        if (--lease.Run.Leases == 0)
        {
            lease.Run.Patience?.Dispose();
        }
    }
}

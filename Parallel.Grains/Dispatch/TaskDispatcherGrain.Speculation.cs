using ParallelCompute.Wire;

namespace ParallelCompute.Dispatch;

/// <summary>Second attempts at items that run long, on workers that would idle.</summary>
public sealed partial class TaskDispatcherGrain
{
    /// <summary>An item that has run for less is not worth a second attempt.</summary>
    private const long LeastSlow = 100 * TimeSpan.TicksPerMillisecond;

    /// <summary>How often the mean time of the run's items one must have run.</summary>
    private const double SlowFactor = 2;

    /// <summary>Leases found at one look whose item runs long.</summary>
    private readonly List<Lease> _slow = [];

    /// <summary>Remembers a lease whose only item deserves a second attempt.</summary>
    private void NoteSlow(Lease lease, bool hasBegun)
    {
        if (!hasBegun || !lease.Run.Definition.Speculate)
        {
            return;
        }

        // One that waited behind another has begun since the last look, or it was not looked at before.
        var ran = host.Now - (lease.Since ??= host.Now);
        if (ran > LeastSlow && ran * TimeSpan.NanosecondsPerTick > SlowFactor * lease.Run.Sizer.MeanNanoseconds &&
            MayDouble(lease))
        {
            _slow.Add(lease);
        }
    }

    /// <summary>Items that wait behind the one that runs are given back first; a suspect runs by itself.</summary>
    private static bool MayDouble(Lease lease) =>
        lease is { Rest.Count: 1, Other: null, Suspect: false, Run: { Ended: false, IsExhausted: true } } &&
        lease.Run.MayDouble(lease.Rest.First);

    /// <summary>Gives the items that run longest to the idle, who have nothing else to do.</summary>
    private void Speculate()
    {
        _slow.Sort(static (a, b) => a.Since!.Value.CompareTo(b.Since!.Value));
        foreach (var lease in _slow)
        {
            if (IdleFor(lease) is { } worker)
            {
                var (run, item) = (lease.Run, lease.Rest);
                run.Double(item);
                worker.MoveTo(null);
                var again = new Returned(item, lease.LastAttempt + 1, lease.Deaths, Suspect: false, lease.Retries);
                var second = Send(worker, run, again);
                RunQueue.Charge(run, second.NanosecondsPerItem);
                lease.Pair(second);
                Offer(worker);
            }
        }

        _slow.Clear();
    }

    /// <summary>An idle worker for a second attempt, on another node if there is one; null for none.</summary>
    private Worker? IdleFor(Lease lease)
    {
        Worker? near = null;
        foreach (var pool in _pools.Where(p => p.Suits(lease.Run)))
        {
            foreach (var worker in pool.Idle)
            {
                if (worker != lease.Worker && worker.MayRun(lease.Run))
                {
                    if (worker.Node != lease.Worker.Node)
                    {
                        return worker;
                    }

                    near ??= worker;
                }
            }
        }

        return near;
    }

    /// <summary>One of two attempts has ended.</summary>
    private void EndAttempt(Lease lease, bool hasOutcome)
    {
        if (hasOutcome)
        {
            CancelOther(lease);
        }
        else
        {
            // The function threw and retries are left: the other attempt is as good as one.
            lease.LeaveToOther();
        }
    }

    /// <summary>The item has its outcome: another attempt at it is told to end, and gets its grace.</summary>
    private void CancelOther(Lease lease)
    {
        if (lease.Canceled || lease.Other is not { } other || lease.Run.Ended)
        {
            // Where the run has ended, all that it has running was told so.
            return;
        }

        other.Canceled = true;
        other.Worker.Grain.Receive(new ToWorker { CancelLease = new CancelLease { Lease = other.Id } }, default);
        other.Patience?.Dispose();
        other.Patience = host.After(settings.CancelGrace, () =>
        {
            Kill(other.Worker, $"an attempt at item {other.Rest.First} of run {other.Run.Id}, which another worker " +
                $"had finished, did not end within {settings.CancelGrace.TotalSeconds} s (cancel_grace) of being " +
                "told to");
            Pump();
        });
    }
}

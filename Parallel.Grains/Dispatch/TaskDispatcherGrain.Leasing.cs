using ParallelCompute.Wire;

namespace ParallelCompute.Dispatch;

public sealed partial class TaskDispatcherGrain
{
    /// <summary>Looking at more workers than this at a time would cost more than the tail of a run is worth.</summary>
    private const int WorkersAsked = 32;

    /// <summary>As many while time passes and nothing else happens.</summary>
    private const int WorkersWatched = 1024;

    /// <summary>Work shorter than this is not worth moving.</summary>
    private const double WorthMovingNanoseconds = 1e6;

    /// <summary>A lease without progress for that long holds an item that takes long, whatever others took.</summary>
    private static readonly TimeSpan StallTime = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<long, Lease> _leases = [];
    private readonly RunQueue _queue = new();
    private readonly List<Pool> _pools = [];

    /// <summary>Workers with leases; who was looked at last comes last.</summary>
    private readonly LinkedList<Worker> _busy = new();

    /// <summary>Runs whose client has not been told yet that all it fed is leased.</summary>
    private readonly HashSet<Run> _thirsty = [];
    private long _lastLease;
    private int _idleWorkers;
    private bool _watching;

    /// <summary>Puts a worker in line for items: with an idle slot, or with room for a batch that waits.</summary>
    private static void Offer(Worker worker) => worker.MoveTo(
        worker.HasIdleSlot ? worker.Pool!.Idle : worker.HasRoom ? worker.Pool!.Roomy : null);

    /// <summary>
    /// A worker has room: it gets what is due. Nobody else has room for any of it, or it would not be pending.
    /// </summary>
    private void Serve(Worker worker)
    {
        // Where it is the turn of a run that must not wait behind others, the slot is left to become idle for it.
        while (worker.HasRoom && _queue.Next(worker) is { } run && (worker.HasIdleSlot || run.MayQueue(_slots)))
        {
            TryLease(worker, run);
        }

        Offer(worker);
        SendAwayIfTooOld(worker);
    }

    /// <summary>A run has items: who has room gets one batch, then another, idle slots first.</summary>
    private void Place(Run run)
    {
        if (run.Ended)
        {
            return;
        }

        RunQueue.Update(run);
        foreach (var pool in _pools)
        {
            Place(run, pool, pool.Idle);
        }

        foreach (var pool in _pools)
        {
            Place(run, pool, pool.Roomy);
        }

        SendAwayTooOld(run);
    }

    private void Place(Run run, Pool pool, LinkedList<Worker> line)
    {
        var queued = line == pool.Roomy;
        for (var again = line.Count > 0 && pool.Suits(run); again;)
        {
            again = false;
            for (var left = line.Count; left > 0 && run.Pending > 0; left--)
            {
                var worker = line.First!.Value;
                if (queued && !(run.MayQueue(_slots) && _queue.Next(worker) == run))
                {
                    return;
                }

                worker.MoveTo(null);
                again |= worker.Fits(run) && TryLease(worker, run);
                Offer(worker);
            }
        }
    }

    private bool TryLease(Worker worker, Run run)
    {
        var taken = run.Take(_slots, suspects: worker.Suspects == 0, worker.MostOf(run));
        if (taken is { } batch)
        {
            var lease = Send(worker, run, batch);
            RunQueue.Serve(run, lease.NanosecondsPerItem * lease.Count);
        }

        RunQueue.Update(run);
        NoteThirst(run);
        return taken is not null;
    }

    private void NoteThirst(Run run)
    {
        if (run is { Pending: 0, InputEnded: false, ToldHungry: false })
        {
            _thirsty.Add(run);
        }
    }

    /// <summary>Ends a turn: while workers idle, clients or busy workers are asked for more.</summary>
    private void Pump()
    {
        if (_idleWorkers == 0)
        {
            return;
        }

        foreach (var run in _thirsty)
        {
            if (run.Pending == 0)
            {
                run.ToldHungry = true;
                run.Observer.Wanted(run.FeedUpTo, run.Sizer.Wanted, hungry: true);
            }
        }

        _thirsty.Clear();
        if (_leases.Count > 0)
        {
            AskBack();
            Watch();
        }
    }

    /// <summary>While workers idle: what waits behind an item that takes long must not wait for it.</summary>
    private void Watch()
    {
        if (_watching)
        {
            return;
        }

        _watching = true;
        host.After(StallTime, () =>
        {
            _watching = false;
            for (var left = _idleWorkers == 0 ? 0 : Math.Min(_busy.Count, WorkersWatched); left > 0; left--)
            {
                var running = NextBusy().Slots;
                foreach (var lease in _busy.Last!.Value.Leases)
                {
                    if (lease.IsStalled() && Movable(lease, running > 0) > 0 && SomeoneIdleMayTake(lease))
                    {
                        Ask(lease);
                    }

                    NoteSlow(lease, running-- > 0);
                }
            }

            Speculate();
            Pump();
        });
    }

    /// <summary>Looks at another worker each time.</summary>
    private Worker NextBusy()
    {
        var next = _busy.First!;
        _busy.RemoveFirst();
        _busy.AddLast(next);
        return next.Value;
    }

    private Lease Send(Worker worker, Run run, Returned batch)
    {
        var each = run.Sizer.Expect(batch.Items.Count);
        var lease = new Lease(++_lastLease, run, worker, batch, each);
        lease.Since = run.Definition.Speculate && worker.HasIdleSlot ? host.Now : null;
        run.Began ??= host.Now;
        _leases.Add(lease.Id, lease);
        _idleWorkers -= worker.HasIdleSlot ? 1 : 0;
        worker.Add(lease);
        _idleWorkers += worker.HasIdleSlot ? 1 : 0;
        worker.ItemsInFlight += batch.Items.Count;
        run.Leases++;
        worker.Busy ??= new LinkedListNode<Worker>(worker);
        if (worker.Busy.List is null)
        {
            _busy.AddLast(worker.Busy);
        }

        var message = new RunBatch
        {
            Run = run.Id, Lease = lease.Id, First = batch.Items.First, Count = batch.Items.Count,
            Attempt = batch.Attempt, Retries = batch.Retries,
        };
        if (run.Workers.Add(worker) || run.Definition.Once)
        {
            message.Definition = run.Definition;
        }

        worker.Grain.Receive(new ToWorker { RunBatch = message }, batch.Items.Bytes);
        return lease;
    }

    /// <summary>
    /// Nothing is left that the idle could run: busy workers give back what they have not begun, to those that idle.
    /// </summary>
    private void AskBack()
    {
        Lease? best = null;
        var most = WorthMovingNanoseconds;
        for (var left = Math.Min(_busy.Count, WorkersAsked); left > 0; left--)
        {
            var running = NextBusy().Slots;
            foreach (var lease in _busy.Last!.Value.Leases)
            {
                var movable = Movable(lease, running-- > 0);
                var work = lease.Run.Sizer.NanosecondsPerItem is var each && double.IsNaN(each)
                    ? double.MaxValue : movable * each;
                if (movable > 0 && work > most && SomeoneIdleMayTake(lease))
                {
                    (best, most) = (lease, work);
                }
            }
        }

        if (best is not null)
        {
            Ask(best);
        }
    }

    /// <summary>
    /// Items that could be moved, as far as is known here: one item of a batch that has begun cannot.
    /// </summary>
    private static int Movable(Lease lease, bool hasBegun) =>
        lease.Asked || lease.Run.Ended ? 0 : lease.Rest.Count - (hasBegun ? 1 : 0);

    private static void Ask(Lease lease)
    {
        lease.Asked = true;
        lease.Worker.Grain.Receive(new ToWorker { GiveBack = new GiveBack { Lease = lease.Id } }, default);
    }

    /// <summary>Items that the idle cannot run would only come back to the worker that gave them.</summary>
    private bool SomeoneIdleMayTake(Lease lease)
    {
        foreach (var pool in _pools)
        {
            if (pool.Idle.Count > 0 && pool.Suits(lease.Run))
            {
                foreach (var worker in pool.Idle)
                {
                    if (worker.MayRun(lease.Run) && !(lease.Suspect && worker.Suspects > 0))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private void Finish(Lease lease)
    {
        var worker = lease.Worker;
        _leases.Remove(lease.Id);
        _idleWorkers -= worker.HasIdleSlot ? 1 : 0;
        worker.Remove(lease);
        _idleWorkers += worker.HasIdleSlot ? 1 : 0;
        Release(lease);
        if (worker.Leases.Count == 0)
        {
            _busy.Remove(worker.Busy!);
            if (worker.Leaving is not null)
            {
                Dismiss(worker);
            }
        }
    }
}

using ParallelCompute.Wire;

namespace ParallelCompute.Dispatch;

public sealed partial class TaskDispatcherGrain
{
    /// <summary>Asking more leases than this for items would cost more than the tail of a run is worth.</summary>
    private const int LeasesAsked = 64;

    /// <summary>Work shorter than this is not worth moving.</summary>
    private const double WorthMovingNanoseconds = 1e6;

    /// <summary>A lease without progress for that long holds an item that takes long, whatever others took.</summary>
    private static readonly TimeSpan StallTime = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<long, Lease> _leases = [];
    private readonly Queue<Run> _pending = new();
    private readonly LinkedList<Worker> _idle = new();
    private readonly LinkedList<Worker> _roomy = new();
    private long _lastLease;
    private int _idleWorkers;
    private bool _watching;

    private void Enqueue(Run run)
    {
        if (!run.Queued && run.Pending > 0)
        {
            run.Queued = true;
            _pending.Enqueue(run);
        }
    }

    /// <summary>Puts a worker in line for items: idle ones first, then those with room for a second batch.</summary>
    private void Offer(Worker worker) => worker.MoveTo(worker.HasIdleSlot ? _idle : worker.HasRoom ? _roomy : null);

    /// <summary>Leases what is pending to workers with room; then asks clients or busy workers for more.</summary>
    private void Pump()
    {
        Lease(_idle);
        Lease(_roomy);
        if (_idleWorkers == 0)
        {
            return;
        }

        foreach (var run in _feeding)
        {
            if (run.Pending == 0 && !run.ToldHungry)
            {
                run.ToldHungry = true;
                run.Observer.Wanted(run.FeedUpTo, run.Sizer.Wanted, hungry: true);
            }
        }

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
            foreach (var lease in _leases.Values.Take(LeasesAsked))
            {
                if (_idleWorkers > 0 && lease.IsStalled() && Movable(lease) > 0 && _idle.Any(w => MayTake(w, lease)))
                {
                    Ask(lease);
                }
            }

            Pump();
        });
    }

    /// <summary>Every worker of a line gets one batch, then another, until none can take what is left.</summary>
    private void Lease(LinkedList<Worker> line)
    {
        for (var again = true; again;)
        {
            again = false;
            for (var left = line.Count; left > 0 && _pending.Count > 0; left--)
            {
                var worker = line.First!.Value;
                worker.MoveTo(null);
                if (Next(worker, needsFull: line == _roomy) is { } next)
                {
                    Send(worker, next.Run, next.Batch);
                    again = true;
                }

                Offer(worker);
            }
        }
    }

    /// <summary>The next batch for a worker; runs take turns.</summary>
    private (Run Run, Returned Batch)? Next(Worker worker, bool needsFull)
    {
        for (var left = _pending.Count; left > 0; left--)
        {
            var run = _pending.Dequeue();
            run.Queued = false;
            var fits = worker.HasEnvironment(run.Definition.Environment) && (!needsFull || run.HasFullBatch(_slots));
            var batch = fits ? run.Take(_slots, suspects: worker.Suspects == 0) : null;
            Enqueue(run);
            if (batch is { } found)
            {
                return (run, found);
            }
        }

        return null;
    }

    private void Send(Worker worker, Run run, Returned batch)
    {
        var lease = new Lease(++_lastLease, run, worker, batch);
        _leases.Add(lease.Id, lease);
        _idleWorkers -= worker.HasIdleSlot ? 1 : 0;
        worker.Leases.AddLast(lease);
        _idleWorkers += worker.HasIdleSlot ? 1 : 0;
        worker.Suspects += batch.Suspect ? 1 : 0;
        worker.ItemsInFlight += batch.Items.Count;
        run.Leases++;
        var message = new RunBatch
        {
            Run = run.Id, Lease = lease.Id, First = batch.Items.First, Count = batch.Items.Count,
            Attempt = batch.Attempt,
        };
        if (run.Workers.Add(worker) || run.Definition.Once)
        {
            message.Definition = run.Definition;
        }

        worker.Grain.Receive(new ToWorker { RunBatch = message }, batch.Items.Bytes);
    }

    /// <summary>
    /// Nothing is left that the idle could run: busy workers give back what they have not begun, to those that idle.
    /// </summary>
    private void AskBack()
    {
        Lease? best = null;
        var most = WorthMovingNanoseconds;
        foreach (var lease in _leases.Values.Take(LeasesAsked))
        {
            var movable = Movable(lease);
            var work = lease.Run.Sizer.NanosecondsPerItem is var each && double.IsNaN(each)
                ? double.MaxValue : movable * each;
            if (movable > 0 && work > most && _idle.Any(w => MayTake(w, lease)))
            {
                (best, most) = (lease, work);
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
    private static int Movable(Lease lease) => lease.Asked || lease.Run.Ended ? 0
        : lease.Rest.Count - (lease.Worker.Leases.Take(lease.Worker.Slots).Contains(lease) ? 1 : 0);

    private static void Ask(Lease lease)
    {
        lease.Asked = true;
        lease.Worker.Grain.Receive(new ToWorker { GiveBack = new GiveBack { Lease = lease.Id } }, default);
    }

    /// <summary>Items that the idle cannot run would only come back to the worker that gave them.</summary>
    private static bool MayTake(Worker idle, Lease lease) =>
        idle.HasEnvironment(lease.Run.Definition.Environment) && !(lease.Suspect && idle.Suspects > 0);

    private void Finish(Lease lease)
    {
        _leases.Remove(lease.Id);
        _idleWorkers -= lease.Worker.HasIdleSlot ? 1 : 0;
        lease.Worker.Leases.Remove(lease);
        _idleWorkers += lease.Worker.HasIdleSlot ? 1 : 0;
        lease.Worker.Suspects -= lease.Suspect ? 1 : 0;
        lease.Run.Leases--;
        Offer(lease.Worker);
    }
}

using ParallelCompute.Wire;

namespace ParallelCompute.Dispatch;

public sealed partial class TaskDispatcherGrain
{
    private void RangeDone(string workerId, Worker? worker, RangeDone done, ReadOnlyMemory<byte> payload)
    {
        if (worker is not null && _leases.TryGetValue(done.Lease, out var lease) && lease.Worker == worker)
        {
            if (done.Run != lease.Run.Id || done.First != lease.Rest.First || done.Count < 1 ||
                done.Count > lease.Rest.Count ||
                !FailuresFit(done, mayRetry: lease.Retries < lease.Run.Definition.Retries))
            {
                host.Disconnect(workerId,
                    $"it reported {done.Count} items from {done.First} and {done.Failures.Count} failures for lease " +
                    $"{done.Lease}, which holds [{lease.Rest.First}, {lease.Rest.End})");
                return;
            }

            var again = AgainOf(lease, done);
            lease.Advance(done.Count);
            worker.ItemsDone += done.Count;
            worker.ItemsInFlight -= done.Count;
            if (!lease.Canceled)
            {
                lease.Run.Sizer.Learn(done.Count, done.ElapsedNs);
            }

            lease.Since = lease.Run.Definition.Speculate ? host.Now : null;
            lease.Run.Sizer.Weigh(done.Count, payload.Length);
            RunQueue.Charge(lease.Run, Math.Max(0, done.ElapsedNs) - (done.Count * lease.NanosecondsPerItem));
            if (lease.Rest.Count == 0)
            {
                Finish(lease);
            }

            Deliver(lease.Run, done, payload, workerId, lease.Attempt);
            if (lease.Other is null)
            {
                Retry(lease.Run, again);
            }
            else
            {
                EndAttempt(lease, hasOutcome: again is null);
            }

            Serve(worker);
        }
        else if (_runs.TryGetValue(done.Run, out var run))
        {
            if (run.WasLeased(workerId, done) && FailuresFit(done, mayRetry: run.Definition.Retries > 0))
            {
                // A worker taken for lost speaks after all: its outcomes count where none has arrived yet. What it
                // would have tried again is being run elsewhere.
                Deliver(run, done, payload, workerId, 1);
            }
            else
            {
                host.Disconnect(workerId, $"it reported items of lease {done.Lease}, which it does not hold");
            }
        }
    }

    /// <summary>
    /// Whether the failures are of items of the range, each once, in order, and said unless the item is tried again.
    /// </summary>
    private static bool FailuresFit(RangeDone done, bool mayRetry)
    {
        var last = -1L;
        foreach (var failure in done.Failures)
        {
            var place = failure.Index - done.First;
            if (place <= last || place >= done.Count || (failure.Failure is null && !(failure.Retry && mayRetry)))
            {
                return false;
            }

            last = place;
        }

        return true;
    }

    private void Deliver(Run run, RangeDone done, ReadOnlyMemory<byte> payload, string worker, int attempt)
    {
        if (run.Ended)
        {
            return;
        }

        var (failed, first) = (false, done.First);
        for (var i = 0; i < done.Failures.Count; i++)
        {
            if (done.Failures[i] is { Retry: true, Index: var index })
            {
                failed |= DeliverPart(run, done, payload, first, index, worker, attempt);
                first = index + 1;
            }
        }

        failed |= DeliverPart(run, done, payload, first, done.First + done.Count, worker, attempt);
        if (failed && run.Definition.StopOnError)
        {
            End(run, null);
        }

        EndIfComplete(run);
    }

    /// <summary>Hands on outcomes of items that had none.</summary>
    /// <returns>Whether one of them is a failure.</returns>
    private bool DeliverPart(
        Run run, RangeDone done, ReadOnlyMemory<byte> payload, long from, long to, string worker, int attempt)
    {
        var failed = false;
        _duplicatesDropped += Math.Max(0, to - from);
        foreach (var (first, end) in from < to ? run.Settle(from, to) : [])
        {
            _duplicatesDropped -= end - first;
            _firstDone = _itemsDone == 0 ? host.Now : _firstDone;
            _itemsDone += end - first;
            failed |= done.Failures.Any(f => f.Index >= first && f.Index < end);
            run.Observer.Completed(done, payload, (int)(first - done.First), (int)(end - first), worker, attempt);
        }

        return failed;
    }

    private void GaveBack(Worker worker, GaveBack back)
    {
        if (!_leases.TryGetValue(back.Lease, out var lease) || lease.Worker != worker)
        {
            return;
        }

        if (back.Count < 0 || back.Count > lease.Rest.Count)
        {
            host.Disconnect(worker.Id, $"it gave back {back.Count} of {lease.Rest.Count} items");
            return;
        }

        if (back.Count == 0)
        {
            // All have begun; do not ask again before it makes progress.
            return;
        }

        lease.Asked = false;
        var items = lease.CutTail(back.Count);
        worker.ItemsInFlight -= back.Count;
        if (lease.Rest.Count == 0)
        {
            Finish(lease);
        }
        else if (worker.Leaving is not null)
        {
            // It gives back halves, until all that is left has begun.
            Ask(lease);
        }

        Offer(worker);
        if (!lease.Run.Ended)
        {
            RunQueue.Charge(lease.Run, -back.Count * lease.NanosecondsPerItem);
            if (!lease.LeaveToOther())
            {
                lease.Run.PutBack(new Returned(items, lease.LastAttempt, lease.Deaths, lease.Suspect, lease.Retries));
                Place(lease.Run);
            }
        }

        Serve(worker);
    }
}

using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Dispatch;

public sealed partial class TaskDispatcherGrain
{
    /// <summary>The items among those reported that are to be tried again; neighbors stay together.</summary>
    private static List<Returned>? AgainOf(Lease lease, RangeDone done)
    {
        List<Returned>? again = null;
        for (var i = 0; i < done.Failures.Count; i++)
        {
            // Whatever the worker says: no item is tried again more often than was asked for.
            done.Failures[i].Retry &= lease.Retries < lease.Run.Definition.Retries;
            if (!done.Failures[i].Retry)
            {
                continue;
            }

            var place = (int)(done.Failures[i].Index - lease.Rest.First);
            var count = 1;
            again ??= [];
            if (again.Count > 0 && again[^1].Items is var before && before.End == done.Failures[i].Index)
            {
                (place, count) = (place - before.Count, before.Count + 1);
                again.RemoveAt(again.Count - 1);
            }

            var items = lease.Rest.Slice(place, count);
            again.Add(
                new Returned(items, lease.LastAttempt + 1, lease.Deaths, Suspect: false, lease.Retries + 1));
        }

        return again;
    }

    /// <summary>Has items run again, at once or after the delay that the run asks for.</summary>
    private void Retry(Run run, List<Returned>? again)
    {
        foreach (var items in again ?? [])
        {
            if (run.Ended)
            {
                return;
            }

            if (run.Definition.RetryDelay <= 0)
            {
                run.PutBack(items);
                continue;
            }

            run.Wait(items, turn => host.After(RetryRule.Delay(run.Definition, items.Retries, items.Items.First), () =>
            {
                turn();
                Place(run);
                Pump();
            }));
        }

        if (again is not null)
        {
            Place(run);
        }
    }
}

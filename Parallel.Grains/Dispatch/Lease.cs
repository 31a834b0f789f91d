using ParallelCompute.Engines;

namespace ParallelCompute.Dispatch;

/// <summary>A batch that a worker holds. It lives as long as the worker does, never by the clock.</summary>
internal sealed class Lease(long id, Run run, Worker worker, Returned batch, double nanosecondsPerItem)
{
    private long _seen = -1;

    public long Id => id;

    public Run Run => run;

    public Worker Worker => worker;

    /// <summary>The worker time that was counted in advance for each item.</summary>
    public double NanosecondsPerItem => nanosecondsPerItem;

    /// <summary>The index of its first item, whether that has an outcome or not.</summary>
    public long First => batch.Items.First;

    /// <summary>Items that it had at first.</summary>
    public int Count => batch.Items.Count;

    public int Attempt => batch.Attempt;

    /// <summary>The last attempt at its items so far, its own or the other one.</summary>
    public int LastAttempt { get; private set; } = batch.Attempt;

    /// <summary>Workers that died while they ran exactly this item.</summary>
    public int Deaths { get; set; } = batch.Deaths;

    /// <summary>How often the function has thrown for the items.</summary>
    public int Retries => batch.Retries;

    /// <summary>A worker died that may have been running one of the items.</summary>
    public bool Suspect => batch.Suspect;

    /// <summary>What has no outcome from this worker yet.</summary>
    public ItemBlock Rest { get; private set; } = batch.Items;

    /// <summary>
    /// The worker was asked to give items back and has not answered, or had none and made no progress since.
    /// </summary>
    public bool Asked { get; set; }

    /// <summary>
    /// Since when its first item runs, as far as is known here; null before it does, or where nobody needs to know.
    /// </summary>
    public long? Since { get; set; }

    /// <summary>Another attempt at its only item, which sees to the outcome where this one ends without.</summary>
    public Lease? Other { get; private set; }

    /// <summary>The other attempt had its outcome first: whatever comes of this one is ignored.</summary>
    public bool Canceled { get; set; }

    /// <summary>
    /// Ends what its first item has of time to end; null unless it ran longer than it may, or was canceled.
    /// </summary>
    public IDisposable? Patience { get; set; }

    /// <summary>Whether it has made no progress since this was asked last.</summary>
    public bool IsStalled()
    {
        var seen = _seen;
        _seen = Rest.First;
        return seen == Rest.First;
    }

    public void Advance(int items)
    {
        Rest = Rest.Slice(items, Rest.Count - items);
        Patience?.Dispose();
        Asked = false;
    }

    /// <summary>A second attempt at its only item has begun.</summary>
    public void Pair(Lease second)
    {
        (Other, second.Other) = (second, this);
        LastAttempt = second.Attempt;
    }

    /// <summary>It ends without an outcome of its own: what is left is the other attempt's, if there is one.</summary>
    /// <returns>Whether there is, or was one that had the outcome.</returns>
    public bool LeaveToOther()
    {
        if (Other is not null)
        {
            Other.Other = null;
        }

        return Other is not null;
    }

    /// <summary>Takes the last items off the lease.</summary>
    public ItemBlock CutTail(int items)
    {
        var tail = Rest.Slice(Rest.Count - items, items);
        Rest = Rest.Slice(0, Rest.Count - items);
        return tail;
    }
}

using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Dispatch;

/// <summary>One run: its input, what is owed, and its window.</summary>
internal sealed class Run(RunRequest request, Session session, IRunObserver observer) : Share
{
    /// <summary>Work longer than this would only keep a queued batch from others.</summary>
    private const double LongNanoseconds = 100e6;

    /// <summary>Two batches per slot in flight and as many again on the way to the client and back.</summary>
    private const int WindowBatchesPerSlot = 4;

    private readonly Queue<ItemBlock> _fresh = new();
    private readonly Stack<Returned> _returned = new();

    /// <summary>Those of the returned that may have killed a worker.</summary>
    private readonly Stack<Returned> _suspects = new();

    /// <summary>Timers of items that wait to be tried again, with the number of items.</summary>
    private readonly Dictionary<IDisposable, int> _waiting = [];

    /// <summary>
    /// Indices whose lease was lost at least once, or that had two at a time: only for these can an outcome arrive
    /// twice.
    /// </summary>
    private readonly IndexSet _contested = new();

    /// <summary>Those of the contested that have no outcome yet.</summary>
    private readonly IndexSet _owed = new();

    /// <summary>Indices that had a second attempt while the first one ran; null where there are none.</summary>
    private IndexSet? _doubled;

    /// <summary>Leases that were lost, in case their outcomes arrive late.</summary>
    private readonly Dictionary<long, (string Worker, long First, long End)> _expired = [];

    public RunDefinition Definition => request.Definition;

    public long Id => request.Definition.Run;

    public Session Session => session;

    public IRunObserver Observer => observer;

    public int Priority => request.Priority;

    /// <summary>What a running item needs of its worker.</summary>
    public Resources Needs { get; } = new(request.Resources);

    /// <summary>Whose share of the workers' time it has a part of.</summary>
    public Client? Client { get; set; }

    public BatchSizer Sizer { get; } = new(request.BatchSize);

    /// <summary>Workers that were told of this run.</summary>
    public HashSet<Worker> Workers { get; } = [];

    public int Leases { get; set; }

    /// <summary>When its first batch was sent.</summary>
    public long? Began { get; set; }

    /// <summary>Ends what running items have of time to end; null unless the run ended before them.</summary>
    public IDisposable? Patience { get; set; }

    public long Fed { get; private set; } = request.First;

    public long? Total { get; private set; }

    public long Settled { get; private set; } = request.First;

    public long Consumed { get; private set; } = request.First;

    public long FeedUpTo { get; private set; }

    public long Pending { get; private set; }

    public bool Ended { get; set; }

    /// <summary>The client was told that workers idle and has fed nothing since.</summary>
    public bool ToldHungry { get; set; }

    public bool InputEnded => Total is not null;

    /// <summary>All that there is at the moment is with workers.</summary>
    public bool IsExhausted => Pending == 0 && (InputEnded || ToldHungry);

    public bool IsComplete => Total is { } total && Settled == total;

    private long? Remaining => (Total ?? request.ExpectedCount) is { } count
        ? Math.Max(0, count - Fed) + Pending : null;

    public void Feed(ItemBlock items)
    {
        if (items.First != Fed)
        {
            throw new InvalidOperationException($"run {Id} was fed item {items.First} where {Fed} was next");
        }

        _fresh.Enqueue(items);
        Fed += items.Count;
        Pending += items.Count;
        ToldHungry = false;
        Sizer.Weigh(items.Count, items.Bytes.Length);
    }

    public void EndInput(long count) => Total = count;

    public void PutBack(Returned items)
    {
        (items.Suspect ? _suspects : _returned).Push(items);
        Pending += items.Items.Count;
    }

    /// <summary>Items that wait to be tried again.</summary>
    public long Waiting => _waiting.Values.Sum();

    /// <summary>Puts items back after a while.</summary>
    /// <param name="items">The items.</param>
    /// <param name="after">Has what it is given happen in a later turn, unless disposed before.</param>
    public void Wait(Returned items, Func<Action, IDisposable> after)
    {
        IDisposable? timer = null;
        timer = after(() =>
        {
            _waiting.Remove(timer!);
            timer!.Dispose();
            PutBack(items);
        });
        _waiting.Add(timer, items.Items.Count);
    }

    /// <summary>Whether there is something to take, of what may kill the worker or of the rest.</summary>
    public bool HasItems(bool suspects) => _fresh.Count + _returned.Count > 0 || (suspects && _suspects.Count > 0);

    /// <summary>
    /// Whether a batch may wait on a worker behind others: it is whole, or will never be, and what runs is short.
    /// </summary>
    public bool MayQueue(int slots)
    {
        var size = Sizer.Next(Remaining, slots);
        return (InputEnded || Pending >= size) && !(size * Sizer.NanosecondsPerItem > LongNanoseconds);
    }

    /// <summary>Takes the next batch; null when all that may be taken has an outcome already.</summary>
    /// <param name="slots">Slots that share the run.</param>
    /// <param name="suspects">Whether items that may kill the worker may be taken; they come first then.</param>
    /// <param name="most">The most items.</param>
    public Returned? Take(int slots, bool suspects, int most = int.MaxValue)
    {
        var size = Math.Min(most, Sizer.Next(Remaining, slots));
        return (suspects ? TakeFrom(_suspects, size) : null) ?? TakeFrom(_returned, size) ?? TakeFresh(size);
    }

    /// <summary>Records outcomes; returns the parts of the range that had none before.</summary>
    public List<(long First, long End)> Settle(long first, long end)
    {
        var news = Unsettled(first, end);
        foreach (var (low, high) in news)
        {
            Settled += high - low;
        }

        _owed.Remove(first, end);
        return news;
    }

    /// <summary>The lease's worker is lost: outcomes of these items may arrive late, or twice.</summary>
    public void Contest(Lease lease)
    {
        Contest(lease.Rest);
        _expired[lease.Id] = (lease.Worker.Id, lease.Rest.First, lease.Rest.End);
    }

    /// <summary>Whether an item without outcome may have a second attempt: it has had none yet.</summary>
    public bool MayDouble(long index) =>
        _doubled?.Within(index, index + 1) is not { Count: > 0 } && Unsettled(index, index + 1).Count > 0;

    /// <summary>An item gets a second attempt: its outcome may arrive twice.</summary>
    public void Double(ItemBlock item)
    {
        (_doubled ??= new IndexSet()).Add(item.First, item.End);
        Contest(item);
    }

    /// <summary>Whether the range belongs to a lease that was lost with that worker.</summary>
    public bool WasLeased(string worker, RangeDone done) =>
        _expired.TryGetValue(done.Lease, out var lost) && lost.Worker == worker &&
        done.First >= lost.First && done.First < lost.End && done.Count >= 1 && done.Count <= lost.End - done.First;

    /// <summary>Records what the client has consumed and recomputes the credit.</summary>
    /// <returns>Whether the credit grew enough to tell the client.</returns>
    public bool Acknowledge(long consumed, int slots)
    {
        Consumed = Math.Max(Consumed, Math.Min(consumed, Fed));
        long window = request.MaxInFlight
            ?? (long)WindowBatchesPerSlot * Math.Max(1, slots) * Sizer.Wanted;
        var upTo = Consumed + window;
        var told = FeedUpTo;
        if (upTo <= told || (upTo - told < window / 4 && told > Fed))
        {
            return false;
        }

        FeedUpTo = upTo;
        return true;
    }

    public void Drop()
    {
        _fresh.Clear();
        _returned.Clear();
        _suspects.Clear();
        Pending = 0;
        foreach (var timer in _waiting.Keys)
        {
            timer.Dispose();
        }

        _waiting.Clear();
    }

    private Returned? TakeFrom(Stack<Returned> stack, int size)
    {
        while (stack.TryPop(out var back))
        {
            Pending -= back.Items.Count;
            // Parts that got an outcome from a late worker are dropped here.
            var parts = Unsettled(back.Items.First, back.Items.End);
            foreach (var (first, end) in parts.AsEnumerable().Reverse())
            {
                PutBack(back with { Items = back.Items.Slice((int)(first - back.Items.First), (int)(end - first)) });
            }

            if (parts.Count > 0)
            {
                var whole = stack.Pop();
                Pending -= whole.Items.Count;
                var (taken, rest) = Split(whole.Items, size);
                if (rest.Count > 0)
                {
                    PutBack(whole with { Items = rest });
                }

                return whole with { Items = taken };
            }
        }

        return null;
    }

    private Returned? TakeFresh(int size)
    {
        if (!_fresh.TryPeek(out var block))
        {
            return null;
        }

        _fresh.Dequeue();
        var (taken, rest) = Split(block, size);
        if (rest.Count > 0)
        {
            // Stays first in line: the fresh queue is in input order, so the rest goes through the returned stack.
            _returned.Push(new Returned(rest, 1, 0, Suspect: false));
        }

        Pending -= taken.Count;
        return new Returned(taken, 1, 0, Suspect: false);
    }

    private static (ItemBlock Taken, ItemBlock Left) Split(ItemBlock block, int size)
    {
        var count = Math.Min(Math.Min(size, block.Count), block.CountWithin(BatchSizer.MostBytes));
        return (block.Slice(0, count), block.Slice(count, block.Count - count));
    }

    private void Contest(ItemBlock items)
    {
        foreach (var (first, end) in Unsettled(items.First, items.End))
        {
            _contested.Add(first, end);
            _owed.Add(first, end);
        }
    }

    private List<(long First, long End)> Unsettled(long first, long end)
    {
        if (_contested.IsEmpty)
        {
            return [(first, end)];
        }

        var parts = _contested.Outside(first, end);
        parts.AddRange(_owed.Within(first, end));
        parts.Sort();
        return parts;
    }
}

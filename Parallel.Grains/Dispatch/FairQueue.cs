namespace ParallelCompute.Dispatch;

/// <summary>Those who wait for worker time; whoever had the least comes first.</summary>
/// <remarks>A heap whose members know their places, so that what they had can change while they wait.</remarks>
internal sealed class FairQueue<T>
    where T : Share
{
    private readonly List<T> _heap = [];
    private double _now;
    private long _entries;

    public int Count => _heap.Count;

    public void Add(T item)
    {
        item.Time = Math.Max(item.Time, _now);
        item.Entry = ++_entries;
        item.Place = _heap.Count;
        _heap.Add(item);
        Settle(item);
    }

    public void Remove(T item)
    {
        var place = item.Place;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        item.Place = -1;
        if (last != item)
        {
            Put(last, place);
            Settle(last);
        }
    }

    /// <summary>Counts worker time; less than 0 where an estimate was too high.</summary>
    public void Charge(T item, double nanoseconds)
    {
        item.Time += nanoseconds;
        if (nanoseconds < 0)
        {
            // Who enters is not behind those that are served.
            _now = Math.Min(_now, item.Time);
        }

        if (item.Place >= 0)
        {
            Settle(item);
        }
    }

    /// <summary>It is its turn: who enters from now on starts there.</summary>
    public void Serve(T item) => _now = Math.Max(_now, item.Time);

    /// <summary>The first that fits; null for none. Costs as many looks as there are others before it.</summary>
    public T? First<TState>(Func<T, TState, bool> fits, TState state) => First(0, null, fits, state);

    private T? First<TState>(int place, T? best, Func<T, TState, bool> fits, TState state)
    {
        if (place >= _heap.Count || (best is not null && !Precedes(_heap[place], best)))
        {
            return best;
        }

        if (fits(_heap[place], state))
        {
            return _heap[place];
        }

        best = First((2 * place) + 1, best, fits, state);
        return First((2 * place) + 2, best, fits, state);
    }

    private static bool Precedes(T a, T b) => a.Time < b.Time || (a.Time == b.Time && a.Entry < b.Entry);

    private void Settle(T item)
    {
        var place = item.Place;
        while (place > 0 && Precedes(item, _heap[(place - 1) / 2]))
        {
            Put(_heap[(place - 1) / 2], place);
            place = (place - 1) / 2;
        }

        for (var child = (2 * place) + 1; child < _heap.Count; child = (2 * place) + 1)
        {
            child += child + 1 < _heap.Count && Precedes(_heap[child + 1], _heap[child]) ? 1 : 0;
            if (!Precedes(_heap[child], item))
            {
                break;
            }

            Put(_heap[child], place);
            place = child;
        }

        Put(item, place);
    }

    private void Put(T item, int place)
    {
        _heap[place] = item;
        item.Place = place;
    }
}

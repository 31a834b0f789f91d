namespace ParallelCompute.Dispatch;

/// <summary>A set of indices kept as sorted, disjoint, non-adjacent ranges.</summary>
public sealed class IndexSet
{
    private readonly List<(long First, long End)> _ranges = [];

    /// <summary>Whether no index is in it.</summary>
    public bool IsEmpty => _ranges.Count == 0;

    /// <summary>Number of indices.</summary>
    public long Count => _ranges.Sum(r => r.End - r.First);

    /// <summary>Adds [first, end).</summary>
    public void Add(long first, long end)
    {
        if (first >= end)
        {
            return;
        }

        // Everything that touches or overlaps the new range melts into it.
        var from = LowerBound(first);
        if (from > 0 && _ranges[from - 1].End >= first)
        {
            from--;
        }

        var to = from;
        while (to < _ranges.Count && _ranges[to].First <= end)
        {
            first = Math.Min(first, _ranges[to].First);
            end = Math.Max(end, _ranges[to].End);
            to++;
        }

        _ranges.RemoveRange(from, to - from);
        _ranges.Insert(from, (first, end));
    }

    /// <summary>Removes [first, end).</summary>
    public void Remove(long first, long end)
    {
        foreach (var (cutFirst, cutEnd) in Within(first, end))
        {
            var at = LowerBound(cutFirst + 1) - 1;
            var range = _ranges[at];
            _ranges.RemoveAt(at);
            if (cutEnd < range.End)
            {
                _ranges.Insert(at, (cutEnd, range.End));
            }

            if (range.First < cutFirst)
            {
                _ranges.Insert(at, (range.First, cutFirst));
            }
        }
    }

    /// <summary>The parts of [first, end) that are in the set, in order.</summary>
    public List<(long First, long End)> Within(long first, long end)
    {
        List<(long, long)> found = [];
        for (var i = Math.Max(0, LowerBound(first) - 1); i < _ranges.Count && _ranges[i].First < end; i++)
        {
            var (low, high) = (Math.Max(first, _ranges[i].First), Math.Min(end, _ranges[i].End));
            if (low < high)
            {
                found.Add((low, high));
            }
        }

        return found;
    }

    /// <summary>The parts of [first, end) that are not in the set, in order.</summary>
    public List<(long First, long End)> Outside(long first, long end)
    {
        List<(long, long)> found = [];
        foreach (var (low, high) in Within(first, end))
        {
            if (first < low)
            {
                found.Add((first, low));
            }

            first = high;
        }

        if (first < end)
        {
            found.Add((first, end));
        }

        return found;
    }

    /// <summary>Position of the first range that begins at or after <paramref name="first"/>.</summary>
    private int LowerBound(long first)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _ranges[middle].First < first ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

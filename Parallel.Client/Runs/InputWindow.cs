namespace ParallelCompute.Runs;

/// <summary>Keeps the inputs that have no delivered outcome yet, by index.</summary>
/// <remarks>Segments are dropped when all of their items have been taken, so memory follows the run's window.</remarks>
internal sealed class InputWindow<TItem>
{
    private const int SegmentItems = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, (TItem[] Items, int Left)> _segments = [];

    public void Add(long index, TItem item)
    {
        var (number, place) = Math.DivRem(index, SegmentItems);
        lock (_gate)
        {
            if (!_segments.TryGetValue(number, out var segment))
            {
                segment = (new TItem[SegmentItems], SegmentItems);
                _segments.Add(number, segment);
            }

            segment.Items[place] = item;
        }
    }

    /// <summary>The item of that index; to be asked for once.</summary>
    public TItem Take(long index)
    {
        var (number, place) = Math.DivRem(index, SegmentItems);
        lock (_gate)
        {
            var (items, left) = _segments[number];
            if (left == 1)
            {
                _segments.Remove(number);
            }
            else
            {
                _segments[number] = (items, left - 1);
            }

            return items[place];
        }
    }
}

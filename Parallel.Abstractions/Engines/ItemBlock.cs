namespace ParallelCompute.Engines;

/// <summary>Consecutive encoded items of one run. Immutable; slices share the bytes.</summary>
/// <remarks>
/// Items of a fixed size need no table of ends. For others <c>ends[offset + i]</c> is where item i ends in the array
/// that the bytes were cut from.
/// </remarks>
public readonly struct ItemBlock
{
    private readonly byte[] _bytes;
    private readonly int[]? _ends;
    private readonly int _itemSize;
    private readonly int _offset;

    /// <summary>A block of items of <paramref name="itemSize"/> bytes each, from the array's start.</summary>
    public ItemBlock(long first, int count, byte[] bytes, int itemSize)
        : this(first, count, bytes, null, itemSize, 0)
    {
    }

    /// <summary>A block of items of any size; item i ends at <c>ends[i]</c>.</summary>
    public ItemBlock(long first, int count, byte[] bytes, int[] ends)
        : this(first, count, bytes, ends, 0, 0)
    {
    }

    private ItemBlock(long first, int count, byte[] bytes, int[]? ends, int itemSize, int offset) =>
        (First, Count, _bytes, _ends, _itemSize, _offset) = (first, count, bytes, ends, itemSize, offset);

    /// <summary>The index in the run of the first item.</summary>
    public long First { get; }

    /// <summary>Number of items.</summary>
    public int Count { get; }

    /// <summary>One past the index of the last item.</summary>
    public long End => First + Count;

    /// <summary>Bytes of each item; 0 where they have ends.</summary>
    public int ItemSize => _itemSize;

    /// <summary>Where each item ends in <see cref="Bytes"/>; null where all have one size.</summary>
    public IEnumerable<int>? Ends
    {
        get
        {
            if (_ends is null)
            {
                return null;
            }

            var start = Start(0);
            return _ends.Skip(_offset).Take(Count).Select(end => end - start);
        }
    }

    /// <summary>The encoded items, one after another.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(Start(0)..Start(Count));

    /// <summary>The items [skip, skip + count) of this block.</summary>
    public ItemBlock Slice(int skip, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)skip + count, Count);
        return new ItemBlock(First + skip, count, _bytes, _ends, _itemSize, _offset + skip);
    }

    /// <summary>The most leading items that fit into <paramref name="bytes"/>; at least one.</summary>
    public int CountWithin(int bytes)
    {
        if (_ends is null)
        {
            return _itemSize == 0 ? Count : Math.Clamp(bytes / _itemSize, 1, Count);
        }

        var found = Array.BinarySearch(_ends, _offset, Count, Start(0) + bytes);
        return Math.Clamp((found >= 0 ? found + 1 : ~found) - _offset, 1, Count);
    }

    private int Start(int item) => _ends is null ? (_offset + item) * _itemSize
        : _offset + item == 0 ? 0 : _ends[_offset + item - 1];
}

using System.Runtime.CompilerServices;
using ParallelCompute.Engines;
using ParallelCompute.Values;

namespace ParallelCompute.Runs;

/// <summary>Encodes items into blocks. One thread adds; any thread may cut off what has been added so far.</summary>
/// <remarks>
/// Adding takes no lock: the count is published after the item's bytes, and bytes once published never change. A block
/// that is cut shares its array with the items that follow.
/// </remarks>
internal sealed class ItemBuffer<TItem>(ValueCodec<TItem> codec, int mostBytes, long valueLimit)
{
    private readonly ValueWriter _writer = new(256) { Limit = valueLimit };
    private byte[] _bytes = [];
    private int[] _ends = [];
    private int _capacity;
    private int _count;
    private int _cut;

    /// <summary>Index in the run of the block's first item.</summary>
    public long First { get; private set; }

    /// <summary>Items added to this block.</summary>
    public int Count => _count;

    /// <summary>Begins a new block; everything before must have been cut.</summary>
    /// <param name="most">Items that the block may hold at the most.</param>
    public void Begin(int most)
    {
        First += _count;
        (_count, _cut) = (0, 0);
        if (codec.FixedSize > 0)
        {
            _capacity = Math.Clamp(mostBytes / codec.FixedSize, 1, most);
            _bytes = GC.AllocateUninitializedArray<byte>(_capacity * codec.FixedSize);
        }
        else
        {
            _capacity = Math.Min(most, mostBytes);
            _ends = new int[Math.Min(_capacity, 64)];
            _writer.Detach(1024);
        }
    }

    /// <summary>Adds an item.</summary>
    /// <returns>Whether there is room for another one.</returns>
    public bool Add(TItem item)
    {
        var count = _count;
        if (codec.FixedSize > 0)
        {
            Unsafe.WriteUnaligned(ref _bytes[count * Unsafe.SizeOf<TItem>()], item);
            Volatile.Write(ref _count, count + 1);
            return count + 1 < _capacity;
        }

        _writer.NextValue();
        codec.Write(_writer, item);
        _writer.CheckSize();
        if (count == _ends.Length)
        {
            var ends = new int[Math.Min(_capacity, count * 2)];
            _ends.CopyTo(ends, 0);
            _ends = ends;
        }

        _ends[count] = _writer.Position;
        Volatile.Write(ref _count, count + 1);
        return count + 1 < _capacity && _writer.Position < mostBytes;
    }

    /// <summary>
    /// The items added since the last cut, or null where there are none. Callers exclude one another.
    /// </summary>
    public ItemBlock? Cut()
    {
        var count = Volatile.Read(ref _count);
        if (count == _cut)
        {
            return null;
        }

        var whole = codec.FixedSize > 0
            ? new ItemBlock(First, count, _bytes, codec.FixedSize)
            : new ItemBlock(First, count, _writer.Buffer, _ends);
        var block = whole.Slice(_cut, count - _cut);
        _cut = count;
        return block;
    }
}

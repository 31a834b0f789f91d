using System.Runtime.InteropServices;
using ParallelCompute.Engines;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Standalone;

/// <summary>Blocks of items as they travel between a client and a dispatcher.</summary>
internal static class WireItems
{
    /// <summary>What is said of a block; its bytes travel beside.</summary>
    public static Items Of(ItemBlock block)
    {
        var items = new Items { First = block.First, Count = block.Count, ItemSize = block.ItemSize };
        if (block.Ends is { } ends)
        {
            items.Ends.AddRange(ends);
        }

        return items;
    }

    /// <summary>The block again. It keeps the payload's array, which the pool does not get back.</summary>
    /// <exception cref="ProtocolException">What is said of the block does not fit to its bytes.</exception>
    public static ItemBlock Block(Items items, ReadOnlyMemory<byte> payload)
    {
        var ends = items.Ends.Count > 0 ? items.Ends.ToArray() : null;
        var fits = items is { First: >= 0, Count: >= 0, ItemSize: >= 0 } && (ends is null
            ? (long)items.Count * items.ItemSize == payload.Length
            : items.ItemSize == 0 && ends.Length == items.Count && Rises(ends, payload.Length));
        if (!fits)
        {
            throw new ProtocolException(
                $"{payload.Length} bytes do not hold {items.Count} items of {items.ItemSize} bytes or with " +
                $"{items.Ends.Count} ends");
        }

        var bytes = MemoryMarshal.TryGetArray(payload, out var segment) && segment is { Offset: 0, Array: { } array }
            ? array : payload.ToArray();
        return ends is null ? new ItemBlock(items.First, items.Count, bytes, items.ItemSize)
            : new ItemBlock(items.First, items.Count, bytes, ends);
    }

    private static bool Rises(int[] ends, int length)
    {
        var last = 0;
        foreach (var end in ends)
        {
            if (end < last)
            {
                return false;
            }

            last = end;
        }

        return last == length;
    }
}

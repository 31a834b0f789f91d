using System.Runtime.InteropServices;
using ParallelCompute.Engines;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>Items and results whose bytes say which item they belong to.</summary>
internal static class ModelItems
{
    public static ItemBlock Block(long first, int count, bool variable)
    {
        if (!variable)
        {
            return new ItemBlock(first, count, Bytes(first, count, variable: false), sizeof(long));
        }

        var ends = new int[count];
        var end = 0;
        for (var i = 0; i < count; i++)
        {
            ends[i] = end += Length(first + i);
        }

        return new ItemBlock(first, count, Bytes(first, count, variable: true), ends);
    }

    /// <summary>The bytes of consecutive items.</summary>
    public static byte[] Bytes(long first, int count, bool variable)
    {
        if (!variable)
        {
            return Longs(first, count, index => index);
        }

        List<byte> bytes = [];
        for (var index = first; index < first + count; index++)
        {
            bytes.AddRange(Enumerable.Repeat((byte)index, Length(index)));
        }

        return [.. bytes];
    }

    public static byte[] Results(long first, int count) => Longs(first, count, index => ~index);

    public static long Result(ReadOnlyMemory<byte> results, int place) =>
        ~MemoryMarshal.Cast<byte, long>(results.Span)[place];

    private static int Length(long index) => (int)(index % 5);

    private static byte[] Longs(long first, int count, Func<long, long> value)
    {
        var bytes = new byte[count * sizeof(long)];
        var longs = MemoryMarshal.Cast<byte, long>(bytes.AsSpan());
        for (var i = 0; i < count; i++)
        {
            longs[i] = value(first + i);
        }

        return bytes;
    }
}

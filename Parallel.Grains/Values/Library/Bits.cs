using System.Collections;
using System.Runtime.InteropServices;

namespace ParallelCompute.Values.Library;

/// <summary>Arrays of bits: 32 of them at a time.</summary>
internal static class Bits
{
    private const int InOne = 32;

    public static void Write(ValueWriter w, BitArray value)
    {
        var words = new int[Words(value.Length)];
        value.CopyTo(words, 0);
        w.WriteVarUInt((uint)value.Length);
        w.WriteBytes(MemoryMarshal.AsBytes(words.AsSpan()));
    }

    public static BitArray Read(ValueReader r)
    {
        var length = Leaf.ReadInt(r);
        var words = new int[r.Claim((ulong)Words(length), sizeof(int))];
        r.ReadBytes(words.Length * sizeof(int)).CopyTo(MemoryMarshal.AsBytes(words.AsSpan()));
        return new BitArray(words) { Length = length };
    }

    private static int Words(int length) => (int)(((long)length + InOne - 1) / InOne);
}

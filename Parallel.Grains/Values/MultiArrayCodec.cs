using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ParallelCompute.Values;

/// <summary>Arrays of several dimensions whose elements are sent as memory: the lengths, then all elements.</summary>
internal sealed class MultiArrayCodec<TArray, TElement> : ReferenceCodec<TArray>
    where TArray : class
{
    private static readonly int Rank = typeof(TArray).GetArrayRank();

    protected override void WriteContent(ValueWriter w, TArray value)
    {
        var array = (Array)(object)value;
        for (var dimension = 0; dimension < Rank; dimension++)
        {
            if (array.GetLowerBound(dimension) != 0)
            {
                throw new ShippingException("an array with a lower bound other than 0 cannot be sent; copy it");
            }

            w.WriteVarUInt((uint)array.GetLength(dimension));
        }

        w.WriteBytes(Blittable.Bytes<TElement>(Content(array)));
    }

    protected override TArray ReadContent(ValueReader r)
    {
        var lengths = new int[Rank];
        var count = ReadLengths(r, lengths);
        var bytes = r.ReadBytes(r.Claim((ulong)count, Unsafe.SizeOf<TElement>()) * Unsafe.SizeOf<TElement>());
        var array = Array.CreateInstance(typeof(TElement), lengths);
        Blittable.Fill(Content(array), bytes);
        return (TArray)(object)array;
    }

    private static long ReadLengths(ValueReader r, int[] lengths)
    {
        // The runtime refuses dimensions whose product is too large even where another one is 0.
        long product = 1;
        var isEmpty = false;
        for (var dimension = 0; dimension < lengths.Length; dimension++)
        {
            var length = r.ReadVarUInt();
            isEmpty |= length == 0;
            product = length > (ulong)Array.MaxLength ? long.MaxValue : product * Math.Max(1, (long)length);
            if (product > Array.MaxLength)
            {
                throw new ShippingException($"an array of {TypeText.Of(typeof(TElement))} with too many elements");
            }

            lengths[dimension] = (int)length;
        }

        return isEmpty ? 0 : product;
    }

    private static Span<TElement> Content(Array array) => MemoryMarshal.CreateSpan(
        ref Unsafe.As<byte, TElement>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
}

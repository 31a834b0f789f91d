using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ParallelCompute.Values;

/// <summary>Arrays of several dimensions: the lengths, then all elements, the last index running fastest.</summary>
internal sealed class MultiArrayCodec<TArray, TElement> : FilledCodec<TArray>
    where TArray : class
{
    private static readonly int Rank = typeof(TArray).GetArrayRank();
    private readonly ValueCodec<TElement> _element = Elements.Codec<TElement>("element");

    protected override void WriteShell(ValueWriter w, TArray value)
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
    }

    protected override TArray CreateShell(ValueReader r)
    {
        var lengths = new int[Rank];
        r.Claim((ulong)ReadLengths(r, lengths), _element.MinSize);
        return (TArray)(object)Array.CreateInstance(typeof(TElement), lengths);
    }

    protected override void WriteContent(ValueWriter w, TArray value) =>
        Elements.Write<TElement>(w, _element, Content(value));

    protected override void ReadContent(ValueReader r, TArray value) => Elements.Read(r, _element, Content(value));

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

    private static Span<TElement> Content(TArray value)
    {
        var array = (Array)(object)value;
        return MemoryMarshal.CreateSpan(
            ref Unsafe.As<byte, TElement>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
    }
}

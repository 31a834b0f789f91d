using System.Numerics;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Values.Library;

/// <summary>Vectors as wide as the processor's: only one of the same width can take them.</summary>
internal sealed class VectorCodec<T> : ValueCodec<Vector<T>>
{
    public VectorCodec()
    {
        if (!LibraryTable.IsNumber(typeof(T)))
        {
            throw new ShippingException($"there are no vectors of {TypeText.Of(typeof(T))}");
        }
    }

    public override int FixedSize => 0;

    internal override int MinSize => 1 + Unsafe.SizeOf<Vector<T>>();

    internal override bool IsLeaf => true;

    public override void Write(ValueWriter w, Vector<T> value)
    {
        w.WriteVarUInt((uint)Vector<T>.Count);
        w.WriteValue(value);
    }

    public override Vector<T> Read(ValueReader r)
    {
        var count = r.ReadVarUInt();
        return count == (uint)Vector<T>.Count ? r.ReadValue<Vector<T>>() : throw new ShippingException(
            $"a {TypeText.Of(typeof(Vector<T>))} of {count} elements cannot be read here, where vectors have " +
            $"{Vector<T>.Count}; send a Vector128, Vector256, Vector512 or an array");
    }
}

namespace ParallelCompute.Values;

/// <summary>Structs that have a codec of the user's.</summary>
internal sealed class ReplacedStructCodec<T>(object codec) : ValueCodec<T>
    where T : struct
{
    private readonly UserCodec<T> _codec = new(codec);

    public override int FixedSize => 0;

    public override void Write(ValueWriter w, T value)
    {
        // A codec need not write anything, but every element of a collection takes a byte at least.
        w.WriteByte(Tags.Exact);
        _codec.Write(w, value);
    }

    public override T Read(ValueReader r) => r.ReadByte() is Tags.Exact ? _codec.Read(r)
        : throw new ShippingException($"the bytes are no {TypeText.Of(typeof(T))}");
}

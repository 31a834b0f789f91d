namespace ParallelCompute.Values;

/// <summary>Writes a byte that says whether there is a value, and then the value.</summary>
internal sealed class NullableCodec<T> : ValueCodec<T?>
    where T : struct
{
    private readonly ValueCodec<T> _value = ValueCodecs.For<T>();

    public override int FixedSize => 0;

    internal override bool IsLeaf => _value.IsLeaf;

    public override void Write(ValueWriter w, T? value)
    {
        w.WriteByte(value is null ? Tags.Null : Tags.Exact);
        if (value is { } there)
        {
            _value.Write(w, there);
        }
    }

    public override T? Read(ValueReader r) => r.ReadByte() switch
    {
        Tags.Null => null,
        Tags.Exact => _value.Read(r),
        var tag => throw Tags.Unknown(tag, typeof(T?)),
    };
}

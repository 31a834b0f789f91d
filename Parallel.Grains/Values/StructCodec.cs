namespace ParallelCompute.Values;

/// <summary>Structs that hold references: their parts.</summary>
internal sealed class StructCodec<T> : ValueCodec<T>
    where T : struct
{
    private readonly Parts<T> _parts = new();

    public override int FixedSize => 0;

    internal override int MinSize => _parts.MinSize;

    public override void Write(ValueWriter w, T value) => _parts.Write(w, value);

    public override T Read(ValueReader r) => _parts.Read(r);
}

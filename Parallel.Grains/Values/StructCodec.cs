namespace ParallelCompute.Values;

/// <summary>Structs that hold references: their parts.</summary>
internal sealed class StructCodec<T> : ValueCodec<T>
    where T : struct
{
    private readonly Parts<T> _parts = new();

    public override int FixedSize => 0;

    internal override int MinSize => Math.Max(1, _parts.MinSize);

    internal override bool IsLeaf => _parts.AreLeaves;

    public override void Write(ValueWriter w, T value) => _parts.Write(w, value);

    public override T Read(ValueReader r)
    {
        T value = default;
        _parts.Read(r, ref value);
        return value;
    }
}

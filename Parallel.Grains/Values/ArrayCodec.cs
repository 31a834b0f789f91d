namespace ParallelCompute.Values;

/// <summary>Arrays of one dimension: as memory where the elements are, otherwise element by element.</summary>
internal sealed class ArrayCodec<T> : FilledCodec<T[]>
{
    private readonly ValueCodec<T> _element = Elements.Codec<T>("element");

    protected override void WriteShell(ValueWriter w, T[] value) => w.WriteVarUInt((uint)value.Length);

    protected override T[] CreateShell(ValueReader r)
    {
        var count = r.ReadCount(_element.MinSize);
        return _element.FixedSize > 0 ? GC.AllocateUninitializedArray<T>(count) : new T[count];
    }

    protected override void WriteContent(ValueWriter w, T[] value) => Elements.Write<T>(w, _element, value);

    protected override void ReadContent(ValueReader r, T[] value) => Elements.Read<T>(r, _element, value);
}

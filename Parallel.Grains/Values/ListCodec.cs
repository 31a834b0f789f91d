using System.Runtime.InteropServices;

namespace ParallelCompute.Values;

/// <summary>Lists: as memory where the elements are, otherwise element by element.</summary>
internal sealed class ListCodec<T> : FilledCodec<List<T>>
{
    private readonly ValueCodec<T> _element = Elements.Codec<T>("element");

    protected override void WriteShell(ValueWriter w, List<T> value) => w.WriteVarUInt((uint)value.Count);

    protected override List<T> CreateShell(ValueReader r)
    {
        var count = r.ReadCount(_element.MinSize);
        var list = new List<T>(count);
        CollectionsMarshal.SetCount(list, count);
        return list;
    }

    protected override void WriteContent(ValueWriter w, List<T> value) =>
        Elements.Write<T>(w, _element, CollectionsMarshal.AsSpan(value));

    protected override void ReadContent(ValueReader r, List<T> value) =>
        Elements.Read(r, _element, CollectionsMarshal.AsSpan(value));
}

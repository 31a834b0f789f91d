namespace ParallelCompute.Values.Library;

/// <summary>Immutable collections with keys: their comparers and entries.</summary>
internal sealed class MadeKeyedCodec<TKind, TCollection, TKey, TValue, TComparer> : MadeCodec<TCollection>
    where TKind : IMadeKeyed<TCollection, TKey, TValue, TComparer>
    where TCollection : class
    where TComparer : class
{
    private readonly Entries<TKey, TValue> _entries = new(typeof(TComparer) == typeof(IComparer<TKey>));

    protected override void WriteParts(ValueWriter w, TCollection value)
    {
        Comparers.Write<TKey>(w, TKind.Comparer(value));
        var values = TKind.ValueComparer(value);
        w.WriteByte(values is null ? (byte)0 : (byte)1);
        if (values is not null)
        {
            Comparers.Write<TValue>(w, values);
        }

        _entries.Write(w, TKind.Count(value), TKind.Comparer(value), TKind.Entries(value));
    }

    protected override TCollection Make(ValueReader r)
    {
        var comparer = Comparers.Read<TKey, TComparer>(r);
        var values = r.ReadByte() == 0 ? null : Comparers.Read<TValue, IEqualityComparer<TValue>>(r);
        var entries = _entries.Read(r, comparer);

        // Keys have code of their own, which may throw anything.
        var made = Leaf.Read(r, _ => TKind.Make(comparer, values, entries));
        return TKind.Count(made) == entries.Count ? made : throw new ShippingException("the same key comes twice");
    }
}

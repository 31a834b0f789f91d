namespace ParallelCompute.Values;

/// <summary>Dictionaries: their comparer and entries, put in one by one at the other end.</summary>
internal sealed class DictionaryCodec<TKey, TValue> : ReferenceCodec<Dictionary<TKey, TValue>>
    where TKey : notnull
{
    private readonly ValueCodec<TKey> _key = Elements.Codec<TKey>("key");
    private readonly ValueCodec<TValue> _value = Elements.Codec<TValue>("value");

    protected override void WriteContent(ValueWriter w, Dictionary<TKey, TValue> value)
    {
        KeyComparers.Write(w, value.Comparer);
        w.WriteVarUInt((uint)value.Count);
        var i = 0;
        ShippingException failed;
        try
        {
            foreach (var entry in value)
            {
                _key.Write(w, entry.Key);
                _value.Write(w, entry.Value);
                i++;
            }

            return;
        }
        catch (ShippingException e)
        {
            failed = e;
        }

        throw ErrorPaths.Within(failed, KeyComparers.Step(value.ElementAtOrDefault(i).Key, i));
    }

    protected override Dictionary<TKey, TValue> ReadContent(ValueReader r)
    {
        var comparer = KeyComparers.Read<TKey>(r);
        var count = r.ReadCount(_key.MinSize + _value.MinSize);
        var entries = new Dictionary<TKey, TValue>(r.FirstCapacity<(TKey, TValue, long)>(count), comparer);
        ShippingException failed;
        try
        {
            while (entries.Count < count)
            {
                if (!entries.TryAdd(_key.Read(r), _value.Read(r)))
                {
                    throw KeyComparers.Duplicate();
                }
            }

            return entries;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failed = e as ShippingException ?? KeyComparers.Refused(e);
        }

        throw ErrorPaths.Within(failed, $"entry {entries.Count}");
    }
}

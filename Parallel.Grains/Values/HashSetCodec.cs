namespace ParallelCompute.Values;

/// <summary>Sets: their comparer and elements, put in one by one at the other end.</summary>
internal sealed class HashSetCodec<T> : ReferenceCodec<HashSet<T>>
{
    private readonly ValueCodec<T> _element = Elements.Codec<T>("element");

    protected override void WriteContent(ValueWriter w, HashSet<T> value)
    {
        KeyComparers.Write(w, value.Comparer);
        w.WriteVarUInt((uint)value.Count);
        var i = 0;
        ShippingException failed;
        try
        {
            foreach (var element in value)
            {
                _element.Write(w, element);
                i++;
            }

            return;
        }
        catch (ShippingException e)
        {
            failed = e;
        }

        throw ErrorPaths.Within(failed, $"entry {i}");
    }

    protected override HashSet<T> ReadContent(ValueReader r)
    {
        var comparer = KeyComparers.Read<T>(r);
        var count = r.ReadCount(_element.MinSize);
        var set = new HashSet<T>(r.FirstCapacity<(T, long)>(count), comparer);
        ShippingException failed;
        try
        {
            while (set.Count < count)
            {
                if (!set.Add(_element.Read(r)))
                {
                    throw KeyComparers.Duplicate();
                }
            }

            return set;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failed = e as ShippingException ?? KeyComparers.Refused(e);
        }

        throw ErrorPaths.Within(failed, $"entry {set.Count}");
    }
}

namespace ParallelCompute.Values;

/// <summary>Arrays of one dimension: as memory where the elements are, otherwise element by element.</summary>
internal sealed class ArrayCodec<T> : ReferenceCodec<T[]>
{
    private readonly ValueCodec<T> _element = Elements.Codec<T>("element");

    protected override void WriteContent(ValueWriter w, T[] value)
    {
        w.WriteVarUInt((uint)value.Length);
        Elements.Write<T>(w, _element, value);
    }

    protected override T[] ReadContent(ValueReader r)
    {
        var count = r.ReadCount(_element.MinSize);
        if (_element.FixedSize == 0)
        {
            return ReadEach(r, count);
        }

        var array = GC.AllocateUninitializedArray<T>(count);
        Blittable.Fill<T>(array, r.ReadBytes(count * _element.FixedSize));
        return array;
    }

    private T[] ReadEach(ValueReader r, int count)
    {
        var array = new T[r.FirstCapacity<T>(count)];
        var i = 0;
        ShippingException failed;
        try
        {
            for (; i < count; i++)
            {
                if (i == array.Length)
                {
                    Array.Resize(ref array, (int)Math.Min(count, 2L * i));
                }

                array[i] = _element.Read(r);
            }

            return array;
        }
        catch (ShippingException e)
        {
            failed = e;
        }

        throw ErrorPaths.Within(failed, $"[{i}]");
    }
}

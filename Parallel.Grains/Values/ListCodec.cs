using System.Runtime.InteropServices;

namespace ParallelCompute.Values;

/// <summary>Lists: as memory where the elements are, otherwise element by element.</summary>
internal sealed class ListCodec<T> : ReferenceCodec<List<T>>
{
    private readonly ValueCodec<T> _element = Elements.Codec<T>("element");

    protected override void WriteContent(ValueWriter w, List<T> value)
    {
        var elements = CollectionsMarshal.AsSpan(value);
        w.WriteVarUInt((uint)elements.Length);
        Elements.Write<T>(w, _element, elements);
    }

    protected override List<T> ReadContent(ValueReader r)
    {
        var count = r.ReadCount(_element.MinSize);
        var list = new List<T>(r.FirstCapacity<T>(count));
        if (_element.FixedSize == 0)
        {
            ReadEach(r, list, count);
            return list;
        }

        CollectionsMarshal.SetCount(list, count);
        Blittable.Fill(CollectionsMarshal.AsSpan(list), r.ReadBytes(count * _element.FixedSize));
        return list;
    }

    private void ReadEach(ValueReader r, List<T> list, int count)
    {
        ShippingException failed;
        try
        {
            while (list.Count < count)
            {
                list.Add(_element.Read(r));
            }

            return;
        }
        catch (ShippingException e)
        {
            failed = e;
        }

        throw ErrorPaths.Within(failed, $"[{list.Count}]");
    }
}

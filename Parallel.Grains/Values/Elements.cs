namespace ParallelCompute.Values;

/// <summary>What arrays and lists have in common.</summary>
internal static class Elements
{
    /// <summary>The codec of a collection's elements.</summary>
    /// <exception cref="ShippingException">They cannot be sent.</exception>
    public static ValueCodec<T> Codec<T>(string step)
    {
        try
        {
            return ValueCodecs.For<T>();
        }
        catch (ShippingException e)
        {
            throw ErrorPaths.Within(e, step);
        }
    }

    /// <summary>Writes elements: as memory where they can be, otherwise one by one.</summary>
    public static void Write<T>(ValueWriter w, ValueCodec<T> codec, ReadOnlySpan<T> elements)
    {
        if (codec.FixedSize > 0)
        {
            w.WriteBytes(Blittable.Bytes(elements));
            return;
        }

        var i = 0;
        ShippingException failed;
        try
        {
            for (; i < elements.Length; i++)
            {
                codec.Write(w, elements[i]);
            }

            return;
        }
        catch (ShippingException e)
        {
            failed = e;
        }

        throw ErrorPaths.Within(failed, $"[{i}]");
    }

    /// <summary>Writes the number of elements and all of them.</summary>
    public static void WriteAll<T>(ValueWriter w, ValueCodec<T> codec, T[] elements)
    {
        w.WriteVarUInt((uint)elements.Length);
        Write<T>(w, codec, elements);
    }

    /// <summary>Reads what <see cref="WriteAll"/> wrote.</summary>
    public static T[] ReadAll<T>(ValueReader r, ValueCodec<T> codec)
    {
        var elements = new T[r.ReadCount(codec.MinSize)];
        Read<T>(r, codec, elements);
        return elements;
    }

    /// <summary>Reads elements into their places.</summary>
    public static void Read<T>(ValueReader r, ValueCodec<T> codec, Span<T> elements)
    {
        if (codec.FixedSize > 0)
        {
            Blittable.Fill(elements, r.ReadBytes(elements.Length * codec.FixedSize));
            return;
        }

        var i = 0;
        ShippingException failed;
        try
        {
            for (; i < elements.Length; i++)
            {
                elements[i] = codec.Read(r);
            }

            return;
        }
        catch (ShippingException e)
        {
            failed = e;
        }

        throw ErrorPaths.Within(failed, $"[{i}]");
    }
}

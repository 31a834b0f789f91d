namespace ParallelCompute.Values;

/// <summary>What all reference types have in common: null, derived types, and a limit to nesting.</summary>
internal abstract class ReferenceCodec<T> : ValueCodec<T?>
    where T : class
{
    public sealed override int FixedSize => 0;

    public sealed override void Write(ValueWriter w, T? value)
    {
        if (value is null)
        {
            w.WriteByte(Tags.Null);
            return;
        }

        try
        {
            w.Nesting.Enter();
            if (value.GetType() == typeof(T))
            {
                w.WriteByte(Tags.Exact);
                WriteContent(w, value);
            }
            else
            {
                w.WriteByte(Tags.Named);
                NamedTypes.Write(w, value.GetType()).WriteBody(w, value);
            }
        }
        finally
        {
            w.Nesting.Leave();
        }
    }

    public sealed override T? Read(ValueReader r)
    {
        var tag = r.ReadByte();
        if (tag == Tags.Null)
        {
            return null;
        }

        try
        {
            r.Nesting.Enter();
            return tag switch
            {
                Tags.Exact => ReadContent(r),
                Tags.Named => ReadNamed(r),
                _ => throw Tags.Unknown(tag, typeof(T)),
            };
        }
        finally
        {
            r.Nesting.Leave();
        }
    }

    internal sealed override void WriteBody(ValueWriter w, object value) => WriteContent(w, (T)value);

    internal sealed override object ReadBody(ValueReader r) => ReadContent(r);

    /// <summary>Writes a value of exactly <typeparamref name="T"/>.</summary>
    protected abstract void WriteContent(ValueWriter w, T value);

    /// <summary>Reads what <see cref="WriteContent"/> wrote.</summary>
    protected abstract T ReadContent(ValueReader r);

    private static T? ReadNamed(ValueReader r)
    {
        var codec = r.Names.Read(r);
        return typeof(T).IsAssignableFrom(codec.Type) ? (T?)codec.ReadBody(r) : throw new ShippingException(
            $"the bytes name a {TypeText.Of(codec.Type)} where a {TypeText.Of(typeof(T))} belongs");
    }
}

namespace ParallelCompute.Values;

/// <summary>What all reference types have in common: null, derived types, and objects that were there before.</summary>
internal abstract class ReferenceCodec<T> : ValueCodec<T?>
    where T : class
{
    public sealed override int FixedSize => 0;

    public sealed override void Write(ValueWriter w, T? value)
    {
        if (value is null)
        {
            w.WriteByte(Tags.Null);
        }
        else if (value.GetType() == typeof(T))
        {
            Write(w, value, null);
        }
        else
        {
            var (codec, name) = NamedTypes.Of(value.GetType());
            codec.WriteNamed(w, value, ReferenceEquals(codec, this) ? null : name);
        }
    }

    public sealed override T? Read(ValueReader r)
    {
        var tag = r.ReadByte();
        return tag switch
        {
            Tags.Null => null,
            Tags.Again => Fits(r.Graph.Again(r.ReadVarUInt())),
            Tags.Exact => Read(r, later: false),
            Tags.Exact | Tags.Later => Read(r, later: true),
            Tags.Named or Tags.Named | Tags.Later => ReadNamed(r, tag),
            _ => throw Tags.Unknown(tag, typeof(T)),
        };
    }

    internal sealed override void WriteNamed(ValueWriter w, object value, byte[]? name) => Write(w, (T)value, name);

    internal sealed override object ReadNamed(ValueReader r, bool later) => Read(r, later);

    /// <summary>Writes a value that travels as this type: a number, or a tag, the name and the value.</summary>
    protected abstract void Write(ValueWriter w, T value, byte[]? name);

    /// <summary>Reads what follows the tag and the name.</summary>
    protected abstract T Read(ValueReader r, bool later);

    /// <summary>An object that bytes have chosen, where it can be what they say.</summary>
    protected static T Fits(object? value) => value as T ?? throw new ShippingException(
        $"the bytes put a {(value is null ? "null" : TypeText.Of(value.GetType()))} where a " +
        $"{TypeText.Of(typeof(T))} belongs");

    private static T? ReadNamed(ValueReader r, byte tag)
    {
        var codec = r.Names.Read(r);
        return typeof(T).IsAssignableFrom(codec.Type) ? (T?)codec.ReadNamed(r, (tag & Tags.Later) != 0)
            : throw new ShippingException(
                $"the bytes name a {TypeText.Of(codec.Type)} where a {TypeText.Of(typeof(T))} belongs");
    }
}

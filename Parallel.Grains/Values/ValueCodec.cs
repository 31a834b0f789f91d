namespace ParallelCompute.Values;

/// <summary>Writes and reads the values of one type. Get one from <see cref="ValueCodecs"/>.</summary>
/// <remarks>Codecs are safe to use from any thread, each with its own reader or writer.</remarks>
public abstract class ValueCodec
{
    /// <summary>The declared type of the values.</summary>
    public abstract Type Type { get; }

    /// <summary>
    /// Bytes of every value where they are the value as it is in memory, so that arrays of them are copied at once;
    /// 0 where the size varies.
    /// </summary>
    public abstract int FixedSize { get; }

    /// <summary>Whether any bytes of <see cref="FixedSize"/> are a value, so that they may be copied unseen.</summary>
    public virtual bool TakesAnyBits => false;

    /// <summary>The fewest bytes that a value takes; at least 1.</summary>
    internal virtual int MinSize => Math.Max(1, FixedSize);

    /// <summary>Whether a value never leads to an object that it, or something around it, is part of.</summary>
    internal virtual bool IsLeaf => FixedSize > 0;

    /// <summary>Writes a value that is known as an object.</summary>
    /// <exception cref="ShippingException">The value cannot be sent; the path leads to the part at fault.</exception>
    public abstract void WriteObject(ValueWriter w, object? value);

    /// <summary>Reads a value as an object.</summary>
    /// <exception cref="ShippingException">The bytes are no value of this type.</exception>
    public abstract object? ReadObject(ValueReader r);

    /// <summary>Writes a value of exactly this type that was found where another type is declared.</summary>
    /// <param name="w">Where to.</param>
    /// <param name="value">A boxed struct or a string here; each copy is one of its own.</param>
    /// <param name="name">The type's name, to be written first; null where this type is the declared one.</param>
    internal virtual void WriteNamed(ValueWriter w, object value, byte[]? name)
    {
        w.WriteName(0, name);
        w.Graph.Enter();
        WriteObject(w, value);
        w.Graph.Leave();
    }

    /// <summary>Reads what <see cref="WriteNamed"/> wrote after the name.</summary>
    /// <param name="r">Where from.</param>
    /// <param name="later">Whether the object is announced only.</param>
    internal virtual object? ReadNamed(ValueReader r, bool later)
    {
        if (later)
        {
            throw new ShippingException($"the bytes announce a {TypeText.Of(Type)}, which is never put off");
        }

        var met = r.Graph.Enter();
        var value = ReadObject(r);
        r.Graph.Leave(met);
        return value;
    }

    /// <summary>Writes the content of an object that was announced before.</summary>
    internal virtual void WriteAnnounced(ValueWriter w, object value) =>
        throw new NotSupportedException($"{TypeText.Of(Type)} is never put off");

    /// <summary>Reads what <see cref="WriteAnnounced"/> wrote.</summary>
    internal virtual void ReadAnnounced(ValueReader r, object value) =>
        throw new NotSupportedException($"{TypeText.Of(Type)} is never put off");
}

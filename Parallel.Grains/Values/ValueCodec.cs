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

    /// <summary>The fewest bytes that a value takes; at least 1.</summary>
    internal virtual int MinSize => Math.Max(1, FixedSize);

    /// <summary>Writes a value that is known as an object.</summary>
    /// <exception cref="ShippingException">The value cannot be sent; the path leads to the part at fault.</exception>
    public abstract void WriteObject(ValueWriter w, object? value);

    /// <summary>Reads a value as an object.</summary>
    /// <exception cref="ShippingException">The bytes are no value of this type.</exception>
    public abstract object? ReadObject(ValueReader r);

    /// <summary>Writes a value of exactly this type, whose type the bytes before have told.</summary>
    internal virtual void WriteBody(ValueWriter w, object value) => WriteObject(w, value);

    /// <summary>Reads what <see cref="WriteBody"/> wrote.</summary>
    internal virtual object? ReadBody(ValueReader r) => ReadObject(r);
}

namespace ParallelCompute.Values;

/// <summary>Writes and reads values whose declared type is <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The declared type; a value may be of a derived one.</typeparam>
public abstract class ValueCodec<T> : ValueCodec
{
    /// <inheritdoc/>
    public override Type Type => typeof(T);

    /// <summary>Writes a value; null where the type has it.</summary>
    /// <exception cref="ShippingException">The value cannot be sent; the path leads to the part at fault.</exception>
    public abstract void Write(ValueWriter w, T value);

    /// <summary>Reads a value; null where the type has it.</summary>
    /// <exception cref="ShippingException">The bytes are no value of this type.</exception>
    public abstract T Read(ValueReader r);

    /// <inheritdoc/>
    public override void WriteObject(ValueWriter w, object? value) => Write(w, (T)value!);

    /// <inheritdoc/>
    public override object? ReadObject(ValueReader r) => Read(r);
}

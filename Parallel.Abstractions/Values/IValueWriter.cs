namespace ParallelCompute;

/// <summary>Takes the parts of a value from an <see cref="IValueCodec{T}"/>.</summary>
public interface IValueWriter
{
    /// <summary>Writes a part of any type that can travel.</summary>
    /// <typeparam name="TPart">The declared type; the part may be of a derived one, or null.</typeparam>
    /// <exception cref="ShippingException">The part cannot be sent.</exception>
    void Write<TPart>(TPart part);

    /// <summary>Writes bytes and how many they are.</summary>
    void WriteBytes(ReadOnlySpan<byte> bytes);
}

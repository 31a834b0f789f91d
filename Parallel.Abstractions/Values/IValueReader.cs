namespace ParallelCompute;

/// <summary>Gives the parts of a value to an <see cref="IValueCodec{T}"/>.</summary>
public interface IValueReader
{
    /// <summary>Reads a part.</summary>
    /// <typeparam name="TPart">The type that it was declared as when it was written.</typeparam>
    /// <exception cref="ShippingException">The bytes are no such value.</exception>
    TPart Read<TPart>();

    /// <summary>Reads bytes.</summary>
    /// <returns>The bytes, uncopied; good until the codec returns.</returns>
    /// <exception cref="ShippingException">So many bytes are not there.</exception>
    ReadOnlySpan<byte> ReadBytes();
}

namespace ParallelCompute.Values;

/// <summary>Calls a codec of the user's; whatever it throws is an error of the value.</summary>
internal sealed class UserCodec<T>(object codec)
{
    private readonly IValueCodec<T> _codec = (IValueCodec<T>)codec;

    public void Write(ValueWriter w, T value)
    {
        try
        {
            _codec.Write(w, value);
        }
        catch (Exception e) when (e is not (ShippingException or OutOfMemoryException))
        {
            throw Failed("Write", e);
        }
    }

    public T Read(ValueReader r)
    {
        T value;
        try
        {
            value = _codec.Read(r);
        }
        catch (Exception e) when (e is not (ShippingException or OutOfMemoryException))
        {
            throw Failed("Read", e);
        }

        return value is not null && value.GetType() == typeof(T) ? value : throw new ShippingException(
            $"{_codec.GetType()}.Read returned {(value is null ? "null" : $"a {value.GetType()}")}; it must return a " +
            TypeText.Of(typeof(T)));
    }

    private ShippingException Failed(string method, Exception e) =>
        new($"{_codec.GetType()}.{method} threw {e.GetType().Name}: {e.Message}", null, e);
}

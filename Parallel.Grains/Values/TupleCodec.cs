namespace ParallelCompute.Values;

/// <summary>Tuples of a reference type: a constructor takes all parts.</summary>
internal sealed class TupleCodec<T> : MadeCodec<T>
    where T : class
{
    private readonly Parts<T> _parts = new();

    protected override void WriteParts(ValueWriter w, T value) => _parts.Write(w, value);

    protected override T Make(ValueReader r)
    {
        T value = null!;
        try
        {
            _parts.Read(r, ref value);
        }
        catch (ArgumentException e)
        {
            // The last of eight parts must be a tuple again.
            throw new ShippingException($"the bytes are no {TypeText.Of(typeof(T))}: {e.Message}", null, e);
        }

        return value;
    }
}

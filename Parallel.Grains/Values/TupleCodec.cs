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
        _parts.Read(r, ref value);
        return value;
    }
}

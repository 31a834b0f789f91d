namespace ParallelCompute.Values;

/// <summary>Objects of a class: their parts. No constructor of a user's class runs when one is read.</summary>
internal sealed class ObjectCodec<T> : ReferenceCodec<T>
    where T : class
{
    private readonly Parts<T> _parts = new();

    protected override void WriteContent(ValueWriter w, T value) => _parts.Write(w, value);

    protected override T ReadContent(ValueReader r) => _parts.Read(r);
}

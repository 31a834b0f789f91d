namespace ParallelCompute.Values;

/// <summary>Values declared as <see cref="object"/>, an interface or an abstract class: of a named type.</summary>
internal sealed class AbstractCodec<T> : FilledCodec<T>
    where T : class
{
    protected override T CreateShell(ValueReader r) => typeof(T) == typeof(object) ? (T)new object()
        : throw new ShippingException($"the bytes announce a plain {TypeText.Of(typeof(T))}, which cannot exist");

    protected override void WriteContent(ValueWriter w, T value)
    {
        // Only a plain object is exactly of such a type, as programs use it for locks and markers. It has no content.
    }

    protected override void ReadContent(ValueReader r, T value)
    {
    }
}

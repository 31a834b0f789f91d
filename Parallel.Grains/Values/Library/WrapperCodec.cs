namespace ParallelCompute.Values.Library;

/// <summary>Objects around another one: that one.</summary>
internal sealed class WrapperCodec<TKind, TWrapper, TInner> : MadeCodec<TWrapper>
    where TKind : IWrapper<TWrapper, TInner>
    where TWrapper : class
{
    private readonly ValueCodec<TInner> _inner = Elements.Codec<TInner>("content");

    protected override void WriteParts(ValueWriter w, TWrapper value) => _inner.Write(w, TKind.Inner(value));

    protected override TWrapper Make(ValueReader r)
    {
        var inner = _inner.Read(r);
        return Leaf.Read(r, _ => TKind.Make(inner));
    }
}

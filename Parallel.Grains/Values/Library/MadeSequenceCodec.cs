namespace ParallelCompute.Values.Library;

/// <summary>Immutable collections: their elements, as memory where they are.</summary>
internal sealed class MadeSequenceCodec<TKind, TCollection, T> : MadeCodec<TCollection>
    where TKind : IMadeSequence<TCollection, T>
    where TCollection : class
{
    private readonly ValueCodec<T> _element = Elements.Codec<T>("element");

    internal override bool IsLeaf => _element.IsLeaf;

    protected override void WriteParts(ValueWriter w, TCollection value) =>
        Elements.WriteAll(w, _element, TKind.ToArray(value));

    protected override TCollection Make(ValueReader r) => TKind.Make(Elements.ReadAll(r, _element));
}

namespace ParallelCompute.Values.Library;

/// <summary>Collections that can be filled: their elements, as memory where they are.</summary>
internal sealed class SequenceCodec<TKind, TCollection, T> : FilledCodec<TCollection>
    where TKind : ISequence<TCollection, T>
    where TCollection : class
{
    private readonly ValueCodec<T> _element = Elements.Codec<T>("element");

    protected override TCollection CreateShell(ValueReader r) => TKind.Create();

    protected override void WriteContent(ValueWriter w, TCollection value) =>
        Elements.WriteAll(w, _element, TKind.ToArray(value));

    protected override void ReadContent(ValueReader r, TCollection value) =>
        TKind.Fill(value, Elements.ReadAll(r, _element));
}

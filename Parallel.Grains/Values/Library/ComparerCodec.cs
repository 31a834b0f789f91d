namespace ParallelCompute.Values.Library;

/// <summary>Comparers as values; of each class of the base library only those with a name.</summary>
internal sealed class ComparerCodec<TComparer, T> : MadeCodec<TComparer>
    where TComparer : class
{
    internal override bool IsLeaf => true;

    protected override void WriteParts(ValueWriter w, TComparer value) => Comparers.Write<T>(w, value);

    protected override TComparer Make(ValueReader r) => Comparers.Read<T, TComparer>(r);
}

namespace ParallelCompute.Values.Library;

/// <summary>Immutable objects without parts of their own, such as a version: written and read in one go.</summary>
internal sealed class LeafCodec<T>(Action<ValueWriter, T> write, Func<ValueReader, T> read) : MadeCodec<T>
    where T : class
{
    internal override bool IsLeaf => true;

    protected override void WriteParts(ValueWriter w, T value) => Leaf.Write(w, value, write);

    protected override T Make(ValueReader r) => Leaf.Read(r, read);
}

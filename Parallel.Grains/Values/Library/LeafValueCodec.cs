namespace ParallelCompute.Values.Library;

/// <summary>Structs of the base library that are neither memory nor lead to other objects.</summary>
internal sealed class LeafValueCodec<T>(Action<ValueWriter, T> write, Func<ValueReader, T> read) : ValueCodec<T>
    where T : struct
{
    public override int FixedSize => 0;

    internal override bool IsLeaf => true;

    public override void Write(ValueWriter w, T value) => Leaf.Write(w, value, write);

    public override T Read(ValueReader r) => Leaf.Read(r, read);
}

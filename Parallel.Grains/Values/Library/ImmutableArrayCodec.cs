using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ParallelCompute.Values.Library;

/// <summary>Immutable arrays: the array in them, since two that have the same one are equal.</summary>
internal sealed class ImmutableArrayCodec<T> : ValueCodec<ImmutableArray<T>>
{
    // Not before it is needed: the element may be a struct that holds such an array of itself.
    private readonly Lazy<ValueCodec<T[]?>> _array = new(ValueCodecs.For<T[]?>);

    public override int FixedSize => 0;

    public override void Write(ValueWriter w, ImmutableArray<T> value) =>
        _array.Value.Write(w, ImmutableCollectionsMarshal.AsArray(value));

    public override ImmutableArray<T> Read(ValueReader r) =>
        ImmutableCollectionsMarshal.AsImmutableArray(_array.Value.Read(r));
}

using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ReadOnlyCollection{T}"/>.</summary>
internal sealed class ReadOnlyCollectionKind<T> : IWrapper<ReadOnlyCollection<T>, IList<T>>
{
    public static IList<T> Inner(ReadOnlyCollection<T> wrapper) => Content(wrapper);

    public static ReadOnlyCollection<T> Make(IList<T> inner) => new(inner);

    // Protected: part of the contract with classes that derive from it.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Items")]
    private static extern IList<T> Content(ReadOnlyCollection<T> wrapper);
}

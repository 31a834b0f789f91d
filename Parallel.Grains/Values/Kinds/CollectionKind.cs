using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="Collection{T}"/>.</summary>
internal sealed class CollectionKind<T> : IWrapper<Collection<T>, IList<T>>
{
    public static IList<T> Inner(Collection<T> wrapper) => Content(wrapper);

    public static Collection<T> Make(IList<T> inner) => new(inner);

    // Protected: part of the contract with classes that derive from it.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Items")]
    private static extern IList<T> Content(Collection<T> wrapper);
}

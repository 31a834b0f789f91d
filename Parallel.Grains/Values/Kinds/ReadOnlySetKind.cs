using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ReadOnlySet{T}"/>.</summary>
internal sealed class ReadOnlySetKind<T> : IWrapper<ReadOnlySet<T>, ISet<T>>
{
    public static ISet<T> Inner(ReadOnlySet<T> wrapper) => Content(wrapper);

    public static ReadOnlySet<T> Make(ISet<T> inner) => new(inner);

    // Protected: part of the contract with classes that derive from it.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Set")]
    private static extern ISet<T> Content(ReadOnlySet<T> wrapper);
}

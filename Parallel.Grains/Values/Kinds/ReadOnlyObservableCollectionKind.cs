using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ReadOnlyObservableCollection{T}"/>.</summary>
internal sealed class ReadOnlyObservableCollectionKind<T>
    : IWrapper<ReadOnlyObservableCollection<T>, ObservableCollection<T>>
{
    public static ObservableCollection<T> Inner(ReadOnlyObservableCollection<T> wrapper) =>
        (ObservableCollection<T>)Content(wrapper);

    public static ReadOnlyObservableCollection<T> Make(ObservableCollection<T> inner) => new(inner);

    // Protected: part of the contract with classes that derive from it.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Items")]
    private static extern IList<T> Content(ReadOnlyCollection<T> wrapper);
}

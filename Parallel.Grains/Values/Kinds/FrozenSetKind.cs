using System.Collections.Frozen;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="FrozenSet{T}"/>.</summary>
internal sealed class FrozenSetKind<T>
    : IMadeKeyed<FrozenSet<T>, T, NoValue, IEqualityComparer<T>>
{
    public static IEqualityComparer<T> Comparer(FrozenSet<T> collection) => collection.Comparer;

    public static int Count(FrozenSet<T> collection) => collection.Count;

    public static IEnumerable<KeyValuePair<T, NoValue>> Entries(FrozenSet<T> collection) =>
        collection.Select(e => new KeyValuePair<T, NoValue>(e, default));

    public static FrozenSet<T> Make(
        IEqualityComparer<T> comparer,
        IEqualityComparer<NoValue>? values,
        IEnumerable<KeyValuePair<T, NoValue>> entries) =>
        entries.Select(e => e.Key).ToFrozenSet(comparer);
}

using System.Collections.Immutable;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ImmutableSortedSet{T}"/>.</summary>
internal sealed class ImmutableSortedSetKind<T>
    : IMadeKeyed<ImmutableSortedSet<T>, T, NoValue, IComparer<T>>
{
    public static IComparer<T> Comparer(ImmutableSortedSet<T> collection) => collection.KeyComparer;

    public static int Count(ImmutableSortedSet<T> collection) => collection.Count;

    public static IEnumerable<KeyValuePair<T, NoValue>> Entries(ImmutableSortedSet<T> collection) =>
        collection.Select(e => new KeyValuePair<T, NoValue>(e, default));

    public static ImmutableSortedSet<T> Make(
        IComparer<T> comparer, IEqualityComparer<NoValue>? values, IEnumerable<KeyValuePair<T, NoValue>> entries) =>
        ImmutableSortedSet.CreateRange(comparer, entries.Select(e => e.Key));
}

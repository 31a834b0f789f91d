using System.Collections.Immutable;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ImmutableHashSet{T}"/>.</summary>
internal sealed class ImmutableHashSetKind<T>
    : IMadeKeyed<ImmutableHashSet<T>, T, NoValue, IEqualityComparer<T>>
{
    public static IEqualityComparer<T> Comparer(ImmutableHashSet<T> collection) => collection.KeyComparer;

    public static int Count(ImmutableHashSet<T> collection) => collection.Count;

    public static IEnumerable<KeyValuePair<T, NoValue>> Entries(ImmutableHashSet<T> collection) =>
        collection.Select(e => new KeyValuePair<T, NoValue>(e, default));

    public static ImmutableHashSet<T> Make(
        IEqualityComparer<T> comparer,
        IEqualityComparer<NoValue>? values,
        IEnumerable<KeyValuePair<T, NoValue>> entries) =>
        ImmutableHashSet.CreateRange(comparer, entries.Select(e => e.Key));
}

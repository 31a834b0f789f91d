using System.Collections.Immutable;
using ParallelCompute.Values.Keys;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ImmutableSortedDictionary{TKey, TValue}"/>.</summary>
internal sealed class ImmutableSortedDictionaryKind<TKey, TValue>
    : IMadeKeyed<ImmutableSortedDictionary<TKey, TValue>, TKey, TValue, IComparer<TKey>>
    where TKey : notnull
{
    public static IComparer<TKey> Comparer(ImmutableSortedDictionary<TKey, TValue> collection) =>
        collection.KeyComparer;

    public static IEqualityComparer<TValue>? ValueComparer(ImmutableSortedDictionary<TKey, TValue> collection) =>
        collection.ValueComparer;

    public static int Count(ImmutableSortedDictionary<TKey, TValue> collection) => collection.Count;

    public static IEnumerable<KeyValuePair<TKey, TValue>> Entries(ImmutableSortedDictionary<TKey, TValue> collection) =>
        collection;

    public static ImmutableSortedDictionary<TKey, TValue> Make(
        IComparer<TKey> comparer,
        IEqualityComparer<TValue>? values,
        IEnumerable<KeyValuePair<TKey, TValue>> entries) =>
        ImmutableSortedDictionary.CreateRange(comparer, NeverEqual<TValue>.Instance, entries)
            .WithComparers(comparer, values);
}

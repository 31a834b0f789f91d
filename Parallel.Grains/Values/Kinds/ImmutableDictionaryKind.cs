using System.Collections.Immutable;
using ParallelCompute.Values.Keys;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ImmutableDictionary{TKey, TValue}"/>.</summary>
internal sealed class ImmutableDictionaryKind<TKey, TValue>
    : IMadeKeyed<ImmutableDictionary<TKey, TValue>, TKey, TValue, IEqualityComparer<TKey>>
    where TKey : notnull
{
    public static IEqualityComparer<TKey> Comparer(ImmutableDictionary<TKey, TValue> collection) =>
        collection.KeyComparer;

    public static IEqualityComparer<TValue>? ValueComparer(ImmutableDictionary<TKey, TValue> collection) =>
        collection.ValueComparer;

    public static int Count(ImmutableDictionary<TKey, TValue> collection) => collection.Count;

    public static IEnumerable<KeyValuePair<TKey, TValue>> Entries(ImmutableDictionary<TKey, TValue> collection) =>
        collection;

    public static ImmutableDictionary<TKey, TValue> Make(
        IEqualityComparer<TKey> comparer,
        IEqualityComparer<TValue>? values,
        IEnumerable<KeyValuePair<TKey, TValue>> entries) =>
        ImmutableDictionary.CreateRange(comparer, NeverEqual<TValue>.Instance, entries)
            .WithComparers(comparer, values);
}

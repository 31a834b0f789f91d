using System.Collections.Frozen;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="FrozenDictionary{TKey, TValue}"/>.</summary>
internal sealed class FrozenDictionaryKind<TKey, TValue>
    : IMadeKeyed<FrozenDictionary<TKey, TValue>, TKey, TValue, IEqualityComparer<TKey>>
    where TKey : notnull
{
    public static IEqualityComparer<TKey> Comparer(FrozenDictionary<TKey, TValue> collection) => collection.Comparer;

    public static int Count(FrozenDictionary<TKey, TValue> collection) => collection.Count;

    public static IEnumerable<KeyValuePair<TKey, TValue>> Entries(FrozenDictionary<TKey, TValue> collection) =>
        collection;

    public static FrozenDictionary<TKey, TValue> Make(
        IEqualityComparer<TKey> comparer,
        IEqualityComparer<TValue>? values,
        IEnumerable<KeyValuePair<TKey, TValue>> entries) =>
        entries.ToFrozenDictionary(comparer);
}

using System.Collections.Concurrent;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ConcurrentDictionary{TKey, TValue}"/>.</summary>
internal sealed class ConcurrentDictionaryKind<TKey, TValue>
    : IKeyed<ConcurrentDictionary<TKey, TValue>, TKey, TValue, IEqualityComparer<TKey>>
    where TKey : notnull
{
    public static IEqualityComparer<TKey> Comparer(ConcurrentDictionary<TKey, TValue> collection) =>
        collection.Comparer;

    public static int Count(ConcurrentDictionary<TKey, TValue> collection) => collection.Count;

    public static IEnumerable<KeyValuePair<TKey, TValue>> Entries(ConcurrentDictionary<TKey, TValue> collection) =>
        collection;

    public static ConcurrentDictionary<TKey, TValue> Create(IEqualityComparer<TKey> comparer) => new(comparer);

    public static bool TryAdd(ConcurrentDictionary<TKey, TValue> collection, TKey key, TValue value) =>
        collection.TryAdd(key, value);
}

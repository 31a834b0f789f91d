namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="OrderedDictionary{TKey, TValue}"/>.</summary>
internal sealed class OrderedDictionaryKind<TKey, TValue>
    : IKeyed<OrderedDictionary<TKey, TValue>, TKey, TValue, IEqualityComparer<TKey>>
    where TKey : notnull
{
    public static IEqualityComparer<TKey> Comparer(OrderedDictionary<TKey, TValue> collection) => collection.Comparer;

    public static int Count(OrderedDictionary<TKey, TValue> collection) => collection.Count;

    public static IEnumerable<KeyValuePair<TKey, TValue>> Entries(OrderedDictionary<TKey, TValue> collection) =>
        collection;

    public static OrderedDictionary<TKey, TValue> Create(IEqualityComparer<TKey> comparer) => new(comparer);

    public static bool TryAdd(OrderedDictionary<TKey, TValue> collection, TKey key, TValue value) =>
        collection.TryAdd(key, value);
}

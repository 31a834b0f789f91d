namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="SortedDictionary{TKey, TValue}"/>.</summary>
internal sealed class SortedDictionaryKind<TKey, TValue>
    : IKeyed<SortedDictionary<TKey, TValue>, TKey, TValue, IComparer<TKey>>
    where TKey : notnull
{
    public static IComparer<TKey> Comparer(SortedDictionary<TKey, TValue> collection) => collection.Comparer;

    public static int Count(SortedDictionary<TKey, TValue> collection) => collection.Count;

    public static IEnumerable<KeyValuePair<TKey, TValue>> Entries(SortedDictionary<TKey, TValue> collection) =>
        collection;

    public static SortedDictionary<TKey, TValue> Create(IComparer<TKey> comparer) => new(comparer);

    public static bool TryAdd(SortedDictionary<TKey, TValue> collection, TKey key, TValue value) =>
        collection.TryAdd(key, value);
}

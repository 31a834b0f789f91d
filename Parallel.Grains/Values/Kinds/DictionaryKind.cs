namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="Dictionary{TKey, TValue}"/>.</summary>
internal sealed class DictionaryKind<TKey, TValue>
    : IKeyed<Dictionary<TKey, TValue>, TKey, TValue, IEqualityComparer<TKey>>
    where TKey : notnull
{
    public static IEqualityComparer<TKey> Comparer(Dictionary<TKey, TValue> collection) => collection.Comparer;

    public static int Count(Dictionary<TKey, TValue> collection) => collection.Count;

    public static IEnumerable<KeyValuePair<TKey, TValue>> Entries(Dictionary<TKey, TValue> collection) => collection;

    public static Dictionary<TKey, TValue> Create(IEqualityComparer<TKey> comparer) => new(comparer);

    public static bool TryAdd(Dictionary<TKey, TValue> collection, TKey key, TValue value) =>
        collection.TryAdd(key, value);
}

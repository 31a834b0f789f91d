namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="SortedList{TKey, TValue}"/>.</summary>
internal sealed class SortedListKind<TKey, TValue>
    : IKeyed<SortedList<TKey, TValue>, TKey, TValue, IComparer<TKey>>
    where TKey : notnull
{
    public static IComparer<TKey> Comparer(SortedList<TKey, TValue> collection) => collection.Comparer;

    public static int Count(SortedList<TKey, TValue> collection) => collection.Count;

    public static IEnumerable<KeyValuePair<TKey, TValue>> Entries(SortedList<TKey, TValue> collection) =>
        collection;

    public static SortedList<TKey, TValue> Create(IComparer<TKey> comparer) => new(comparer);

    public static bool TryAdd(SortedList<TKey, TValue> collection, TKey key, TValue value) =>
        collection.TryAdd(key, value);
}

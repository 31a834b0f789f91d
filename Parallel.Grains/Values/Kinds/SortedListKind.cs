namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="SortedList{TKey, TValue}"/>.</summary>
internal sealed class SortedListKind<TKey, TValue>
    : IKeyed<SortedList<TKey, TValue>, TKey, TValue, IComparer<TKey>>
    where TKey : notnull
{
    // Each that belongs before the others moves them all. Only a comparer that orders otherwise here can cause that.
    private const int MostOutOfOrder = 10_000;

    public static IComparer<TKey> Comparer(SortedList<TKey, TValue> collection) => collection.Comparer;

    public static int Count(SortedList<TKey, TValue> collection) => collection.Count;

    public static IEnumerable<KeyValuePair<TKey, TValue>> Entries(SortedList<TKey, TValue> collection) =>
        collection;

    public static SortedList<TKey, TValue> Create(IComparer<TKey> comparer) => new(comparer);

    public static bool TryAdd(SortedList<TKey, TValue> collection, TKey key, TValue value) =>
        collection.Count > MostOutOfOrder &&
            collection.Comparer.Compare(collection.GetKeyAtIndex(collection.Count - 1), key) > 0
            ? throw new ShippingException($"a sorted list of more than {MostOutOfOrder} entries comes out of order; " +
                "use a SortedDictionary, or a comparer that orders alike on every machine")
            : collection.TryAdd(key, value);
}

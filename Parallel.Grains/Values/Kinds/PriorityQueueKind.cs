namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="PriorityQueue{TElement, TPriority}"/>.</summary>
internal sealed class PriorityQueueKind<TElement, TPriority>
    : IKeyed<PriorityQueue<TElement, TPriority>, TPriority, TElement, IComparer<TPriority>>
{
    public static IComparer<TPriority> Comparer(PriorityQueue<TElement, TPriority> collection) => collection.Comparer;

    public static int Count(PriorityQueue<TElement, TPriority> collection) => collection.Count;

    public static IEnumerable<KeyValuePair<TPriority, TElement>> Entries(
        PriorityQueue<TElement, TPriority> collection) =>
        collection.UnorderedItems.Select(e => new KeyValuePair<TPriority, TElement>(e.Priority, e.Element));

    public static PriorityQueue<TElement, TPriority> Create(IComparer<TPriority> comparer) => new(comparer);

    public static bool TryAdd(PriorityQueue<TElement, TPriority> collection, TPriority key, TElement value)
    {
        // In the order of the heap, so that elements of the same priority leave it as they would have.
        collection.Enqueue(value, key);
        return true;
    }
}

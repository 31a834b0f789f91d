namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="SortedSet{T}"/>.</summary>
internal sealed class SortedSetKind<T>
    : IKeyed<SortedSet<T>, T, NoValue, IComparer<T>>
{
    public static IComparer<T> Comparer(SortedSet<T> collection) => collection.Comparer;

    public static int Count(SortedSet<T> collection) => collection.Count;

    public static IEnumerable<KeyValuePair<T, NoValue>> Entries(SortedSet<T> collection) =>
        collection.Select(e => new KeyValuePair<T, NoValue>(e, default));

    public static SortedSet<T> Create(IComparer<T> comparer) => new(comparer);

    public static bool TryAdd(SortedSet<T> collection, T key, NoValue value) => collection.Add(key);
}

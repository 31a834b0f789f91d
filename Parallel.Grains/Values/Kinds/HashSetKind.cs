namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="HashSet{T}"/>.</summary>
internal sealed class HashSetKind<T> : IKeyed<HashSet<T>, T, NoValue, IEqualityComparer<T>>
{
    public static IEqualityComparer<T> Comparer(HashSet<T> collection) => collection.Comparer;

    public static int Count(HashSet<T> collection) => collection.Count;

    public static IEnumerable<KeyValuePair<T, NoValue>> Entries(HashSet<T> collection) =>
        collection.Select(e => new KeyValuePair<T, NoValue>(e, default));

    public static HashSet<T> Create(IEqualityComparer<T> comparer) => new(comparer);

    public static bool TryAdd(HashSet<T> collection, T key, NoValue value) => collection.Add(key);
}

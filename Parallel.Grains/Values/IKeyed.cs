namespace ParallelCompute.Values;

/// <summary>How one kind of collection with keys is taken apart and put together.</summary>
/// <typeparam name="TCollection">The collection.</typeparam>
/// <typeparam name="TKey">Type of its keys, or of a set's elements.</typeparam>
/// <typeparam name="TValue">Type of its values; <see cref="NoValue"/> for a set.</typeparam>
/// <typeparam name="TComparer">The interface of its comparer.</typeparam>
internal interface IKeyed<TCollection, TKey, TValue, TComparer>
    where TComparer : class
{
    static abstract TComparer Comparer(TCollection collection);

    static abstract int Count(TCollection collection);

    static abstract IEnumerable<KeyValuePair<TKey, TValue>> Entries(TCollection collection);

    static abstract TCollection Create(TComparer comparer);

    /// <summary>Puts an entry in; false where the key is there already.</summary>
    static abstract bool TryAdd(TCollection collection, TKey key, TValue value);
}

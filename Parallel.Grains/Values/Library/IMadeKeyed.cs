namespace ParallelCompute.Values.Library;

/// <summary>How one kind of immutable collection with keys is taken apart and made.</summary>
/// <typeparam name="TCollection">The collection.</typeparam>
/// <typeparam name="TKey">Type of its keys, or of a set's elements.</typeparam>
/// <typeparam name="TValue">Type of its values; <see cref="NoValue"/> for a set.</typeparam>
/// <typeparam name="TComparer">The interface of its comparer.</typeparam>
internal interface IMadeKeyed<TCollection, TKey, TValue, TComparer>
    where TComparer : class
{
    static abstract TComparer Comparer(TCollection collection);

    /// <summary>The comparer of values, where the collection has one.</summary>
    static virtual IEqualityComparer<TValue>? ValueComparer(TCollection collection) => null;

    static abstract int Count(TCollection collection);

    static abstract IEnumerable<KeyValuePair<TKey, TValue>> Entries(TCollection collection);

    /// <summary>Makes the collection; it may throw or leave out keys that come twice.</summary>
    static abstract TCollection Make(
        TComparer comparer, IEqualityComparer<TValue>? values, IEnumerable<KeyValuePair<TKey, TValue>> entries);
}

namespace ParallelCompute.Values.Library;

/// <summary>How one kind of collection is taken apart into elements, and filled with them.</summary>
internal interface ISequence<TCollection, T>
{
    static abstract T[] ToArray(TCollection collection);

    static abstract TCollection Create();

    /// <summary>Fills an empty collection with what <see cref="ToArray"/> gave.</summary>
    static abstract void Fill(TCollection collection, T[] elements);
}

namespace ParallelCompute.Values.Library;

/// <summary>How one kind of immutable collection is taken apart into elements, and made from them.</summary>
internal interface IMadeSequence<TCollection, T>
{
    static abstract T[] ToArray(TCollection collection);

    static abstract TCollection Make(T[] elements);
}

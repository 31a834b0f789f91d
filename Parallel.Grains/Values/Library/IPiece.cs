namespace ParallelCompute.Values.Library;

/// <summary>How one kind of piece of memory is read and made.</summary>
internal interface IPiece<TPiece, T>
{
    /// <summary>Whether there is not even an array.</summary>
    static abstract bool IsNone(TPiece piece);

    static abstract ReadOnlySpan<T> Content(TPiece piece);

    static abstract TPiece Over(T[] content);
}

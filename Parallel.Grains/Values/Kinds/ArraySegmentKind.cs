using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ArraySegment{T}"/>.</summary>
internal sealed class ArraySegmentKind<T> : IPiece<ArraySegment<T>, T>
{
    public static bool IsNone(ArraySegment<T> piece) => piece.Array is null;

    public static ReadOnlySpan<T> Content(ArraySegment<T> piece) => piece;

    public static ArraySegment<T> Over(T[] content) => new(content);
}

using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ReadOnlyMemory{T}"/>.</summary>
internal sealed class ReadOnlyMemoryKind<T> : IPiece<ReadOnlyMemory<T>, T>
{
    public static bool IsNone(ReadOnlyMemory<T> piece) => false;

    public static ReadOnlySpan<T> Content(ReadOnlyMemory<T> piece) => piece.Span;

    public static ReadOnlyMemory<T> Over(T[] content) => content;
}

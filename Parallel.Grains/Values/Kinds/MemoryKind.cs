using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="Memory{T}"/>.</summary>
internal sealed class MemoryKind<T> : IPiece<Memory<T>, T>
{
    public static bool IsNone(Memory<T> piece) => false;

    public static ReadOnlySpan<T> Content(Memory<T> piece) => piece.Span;

    public static Memory<T> Over(T[] content) => content;
}

using System.Collections.Immutable;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ImmutableQueue{T}"/>.</summary>
internal sealed class ImmutableQueueKind<T> : IMadeSequence<ImmutableQueue<T>, T>
{
    public static T[] ToArray(ImmutableQueue<T> collection) => [.. collection];

    public static ImmutableQueue<T> Make(T[] elements) => [.. elements];
}

using System.Collections.Immutable;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ImmutableList{T}"/>.</summary>
internal sealed class ImmutableListKind<T> : IMadeSequence<ImmutableList<T>, T>
{
    public static T[] ToArray(ImmutableList<T> collection) => [.. collection];

    public static ImmutableList<T> Make(T[] elements) => [.. elements];
}

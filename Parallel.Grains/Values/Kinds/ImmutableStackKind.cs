using System.Collections.Immutable;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ImmutableStack{T}"/>.</summary>
internal sealed class ImmutableStackKind<T> : IMadeSequence<ImmutableStack<T>, T>
{
    public static T[] ToArray(ImmutableStack<T> collection) => [.. collection];

    public static ImmutableStack<T> Make(T[] elements) => ImmutableStack.CreateRange(elements.Reverse());
}

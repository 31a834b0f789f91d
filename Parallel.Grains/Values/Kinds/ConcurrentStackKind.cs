using System.Collections.Concurrent;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ConcurrentStack{T}"/>.</summary>
internal sealed class ConcurrentStackKind<T> : ISequence<ConcurrentStack<T>, T>
{
    public static T[] ToArray(ConcurrentStack<T> collection) => collection.ToArray();

    public static ConcurrentStack<T> Create() => new();

    public static void Fill(ConcurrentStack<T> collection, T[] elements)
    {
        // What is on top comes first.
        for (var i = elements.Length - 1; i >= 0; i--)
        {
            collection.Push(elements[i]);
        }
    }
}

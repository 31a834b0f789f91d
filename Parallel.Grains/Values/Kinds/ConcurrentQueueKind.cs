using System.Collections.Concurrent;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ConcurrentQueue{T}"/>.</summary>
internal sealed class ConcurrentQueueKind<T> : ISequence<ConcurrentQueue<T>, T>
{
    public static T[] ToArray(ConcurrentQueue<T> collection) => collection.ToArray();

    public static ConcurrentQueue<T> Create() => new();

    public static void Fill(ConcurrentQueue<T> collection, T[] elements)
    {
        foreach (var element in elements)
        {
            collection.Enqueue(element);
        }
    }
}

using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="Queue{T}"/>.</summary>
internal sealed class QueueKind<T> : ISequence<Queue<T>, T>
{
    public static T[] ToArray(Queue<T> collection) => collection.ToArray();

    public static Queue<T> Create() => new();

    public static void Fill(Queue<T> collection, T[] elements)
    {
        collection.EnsureCapacity(elements.Length);
        foreach (var element in elements)
        {
            collection.Enqueue(element);
        }
    }
}

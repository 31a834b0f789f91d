using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="LinkedList{T}"/>.</summary>
internal sealed class LinkedListKind<T> : ISequence<LinkedList<T>, T>
{
    public static T[] ToArray(LinkedList<T> collection) => [.. collection];

    public static LinkedList<T> Create() => new();

    public static void Fill(LinkedList<T> collection, T[] elements)
    {
        foreach (var element in elements)
        {
            collection.AddLast(element);
        }
    }
}

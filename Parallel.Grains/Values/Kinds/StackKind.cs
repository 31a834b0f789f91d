using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="Stack{T}"/>.</summary>
internal sealed class StackKind<T> : ISequence<Stack<T>, T>
{
    public static T[] ToArray(Stack<T> collection) => collection.ToArray();

    public static Stack<T> Create() => new();

    public static void Fill(Stack<T> collection, T[] elements)
    {
        // What is on top comes first.
        collection.EnsureCapacity(elements.Length);
        for (var i = elements.Length - 1; i >= 0; i--)
        {
            collection.Push(elements[i]);
        }
    }
}

using System.Collections.Concurrent;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ConcurrentBag{T}"/>.</summary>
internal sealed class ConcurrentBagKind<T> : ISequence<ConcurrentBag<T>, T>
{
    public static T[] ToArray(ConcurrentBag<T> collection) => collection.ToArray();

    public static ConcurrentBag<T> Create() => [];

    public static void Fill(ConcurrentBag<T> collection, T[] elements)
    {
        foreach (var element in elements)
        {
            collection.Add(element);
        }
    }
}

using System.Collections.ObjectModel;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ObservableCollection{T}"/>.</summary>
internal sealed class ObservableCollectionKind<T> : ISequence<ObservableCollection<T>, T>
{
    public static T[] ToArray(ObservableCollection<T> collection) => [.. collection];

    public static ObservableCollection<T> Create() => [];

    public static void Fill(ObservableCollection<T> collection, T[] elements)
    {
        foreach (var element in elements)
        {
            collection.Add(element);
        }
    }
}

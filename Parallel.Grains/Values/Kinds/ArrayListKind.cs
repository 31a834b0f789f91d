using System.Collections;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ArrayList"/>.</summary>
internal sealed class ArrayListKind : ISequence<ArrayList, object?>
{
    public static object?[] ToArray(ArrayList collection) => collection.ToArray();

    public static ArrayList Create() => [];

    public static void Fill(ArrayList collection, object?[] elements) => collection.AddRange(elements);
}

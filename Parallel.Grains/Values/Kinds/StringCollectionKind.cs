using System.Collections.Specialized;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="StringCollection"/>.</summary>
internal sealed class StringCollectionKind : ISequence<StringCollection, string?>
{
    public static string?[] ToArray(StringCollection collection) => [.. collection.Cast<string?>()];

    public static StringCollection Create() => [];

    public static void Fill(StringCollection collection, string?[] elements) => collection.AddRange(elements!);
}

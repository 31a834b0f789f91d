using System.Collections.Specialized;
using ParallelCompute.Values.Kinds;

namespace ParallelCompute.Values.Library;

/// <summary>What travels of System.Collections.Specialized.</summary>
internal static class StringTypes
{
    public static LibraryTable Table { get; } = new LibraryTable()
        .AddKind(typeof(SequenceCodec<,,>), typeof(StringCollection), typeof(StringCollectionKind));
}

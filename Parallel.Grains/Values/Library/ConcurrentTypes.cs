using System.Collections.Concurrent;
using ParallelCompute.Values.Kinds;

namespace ParallelCompute.Values.Library;

/// <summary>What travels of System.Collections.Concurrent.</summary>
internal static class ConcurrentTypes
{
    public static LibraryTable Table { get; } = new LibraryTable()
        .AddKind(typeof(KeyedCodec<,,,,>), typeof(ConcurrentDictionary<,>), typeof(ConcurrentDictionaryKind<,>))
        .AddKind(typeof(SequenceCodec<,,>), typeof(ConcurrentStack<>), typeof(ConcurrentStackKind<>))
        .AddKind(typeof(SequenceCodec<,,>), typeof(ConcurrentBag<>), typeof(ConcurrentBagKind<>));
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using ParallelCompute.Values.Kinds;

namespace ParallelCompute.Values.Library;

/// <summary>What travels of System.Collections.Immutable.</summary>
internal static class ImmutableTypes
{
    public static LibraryTable Table { get; } = new LibraryTable()
        .Add(typeof(ImmutableArray<>), a => CodecFactory.Make(typeof(ImmutableArrayCodec<>), a))
        .AddKind(typeof(MadeSequenceCodec<,,>), typeof(ImmutableList<>), typeof(ImmutableListKind<>))
        .AddKind(typeof(MadeSequenceCodec<,,>), typeof(ImmutableQueue<>), typeof(ImmutableQueueKind<>))
        .AddKind(typeof(MadeSequenceCodec<,,>), typeof(ImmutableStack<>), typeof(ImmutableStackKind<>))
        .AddKind(typeof(MadeKeyedCodec<,,,,>), typeof(ImmutableHashSet<>), typeof(ImmutableHashSetKind<>))
        .AddKind(typeof(MadeKeyedCodec<,,,,>), typeof(ImmutableSortedSet<>), typeof(ImmutableSortedSetKind<>))
        .AddKind(typeof(MadeKeyedCodec<,,,,>), typeof(ImmutableDictionary<,>), typeof(ImmutableDictionaryKind<,>))
        .AddKind(typeof(MadeKeyedCodec<,,,,>), typeof(ImmutableSortedDictionary<,>),
            typeof(ImmutableSortedDictionaryKind<,>))
        .AddContract(typeof(FrozenSet<>),
            a => LibraryTable.Make(typeof(MadeKeyedCodec<,,,,>), typeof(FrozenSetKind<>), a))
        .AddContract(typeof(FrozenDictionary<,>),
            a => LibraryTable.Make(typeof(MadeKeyedCodec<,,,,>), typeof(FrozenDictionaryKind<,>), a));
}

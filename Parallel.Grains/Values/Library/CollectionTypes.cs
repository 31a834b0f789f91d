using ParallelCompute.Values.Kinds;

namespace ParallelCompute.Values.Library;

/// <summary>What travels of System.Collections.</summary>
internal static class CollectionTypes
{
    public static LibraryTable Table { get; } = new LibraryTable()
        .AddKind(typeof(SequenceCodec<,,>), typeof(Stack<>), typeof(StackKind<>))
        .AddKind(typeof(SequenceCodec<,,>), typeof(LinkedList<>), typeof(LinkedListKind<>))
        .AddKind(typeof(KeyedCodec<,,,,>), typeof(PriorityQueue<,>), typeof(PriorityQueueKind<,>))
        .AddKind(typeof(KeyedCodec<,,,,>), typeof(OrderedDictionary<,>), typeof(OrderedDictionaryKind<,>))
        .AddKind(typeof(KeyedCodec<,,,,>), typeof(SortedDictionary<,>), typeof(SortedDictionaryKind<,>))
        .AddKind(typeof(KeyedCodec<,,,,>), typeof(SortedList<,>), typeof(SortedListKind<,>))
        .AddKind(typeof(KeyedCodec<,,,,>), typeof(SortedSet<>), typeof(SortedSetKind<>));
}

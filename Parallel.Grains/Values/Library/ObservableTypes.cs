using System.Collections.ObjectModel;
using ParallelCompute.Values.Kinds;

namespace ParallelCompute.Values.Library;

/// <summary>What travels of System.ObjectModel: the content; who observes it stays behind.</summary>
internal static class ObservableTypes
{
    public static LibraryTable Table { get; } = new LibraryTable()
        .AddKind(typeof(SequenceCodec<,,>), typeof(ObservableCollection<>), typeof(ObservableCollectionKind<>))
        .AddKind(typeof(WrapperCodec<,,>), typeof(ReadOnlyObservableCollection<>),
            typeof(ReadOnlyObservableCollectionKind<>));
}

using System.Collections;
using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using ParallelCompute.Values.Kinds;

namespace ParallelCompute.Values.Library;

/// <summary>What travels of System.Private.CoreLib, apart from what is memory by <see cref="Blittable"/>.</summary>
internal static class CoreTypes
{
    public static LibraryTable Table { get; } = Collections(Comparing(Single(Numbers(new LibraryTable()
        .Add(typeof(string), _ => new StringCodec())
        .Add(typeof(Nullable<>), a => CodecFactory.Make(typeof(NullableCodec<>), a))))));

    private static LibraryTable Numbers(LibraryTable table) => table
        .AddMemory(typeof(Vector2), typeof(Vector3), typeof(Vector4), typeof(Quaternion), typeof(Plane))
        .AddMemory(typeof(Matrix3x2), typeof(Matrix4x4))
        .AddMemory(typeof(Vector64<>), typeof(Vector128<>), typeof(Vector256<>), typeof(Vector512<>))
        .Add(typeof(Vector<>), a => CodecFactory.Make(typeof(VectorCodec<>), a))
        .Add(typeof(Rune), _ => new LeafValueCodec<Rune>(
            (w, value) => w.WriteVarUInt((uint)value.Value), r => new Rune((uint)Leaf.ReadInt(r))));

    private static LibraryTable Single(LibraryTable table) => table
        .Add(typeof(Version), _ => Leaf.OfText<Version>(v => v.ToString(), Version.Parse))
        .Add(typeof(DBNull), _ => Leaf.OfOne(DBNull.Value))
        .Add(typeof(CultureInfo), _ => new LeafCodec<CultureInfo>(Cultures.Write, Cultures.Read))
        .Add(typeof(RegionInfo), _ => Leaf.OfText<RegionInfo>(v => v.Name, name => new RegionInfo(name)))
        .Add(typeof(CompareInfo), _ => Leaf.OfText<CompareInfo>(v => v.Name, name => Cultures.Find(name).CompareInfo))
        .Add(typeof(TimeZoneInfo), _ => TimeZones.Codec())
        .Add(typeof(StringBuilder), _ => new LeafCodec<StringBuilder>(StringBuilders.Write, StringBuilders.Read))
        .Add(typeof(BitArray), _ => new LeafCodec<BitArray>(Bits.Write, Bits.Read))
        .Add(typeof(StrongBox<>), a => CodecFactory.Make(typeof(StrongBoxCodec<>), a))
        .AddKind(typeof(WrapperCodec<,,>), typeof(Lazy<>), typeof(LazyKind<>))
        .AddContract(typeof(Type), _ => new LeafCodec<Type>(NamedTypes.Write, NamedTypes.Read))
        .AddContract(typeof(Encoding), _ => new LeafCodec<Encoding>(Encodings.Write, Encodings.Read));

    private static LibraryTable Comparing(LibraryTable table) => table
        .Add(typeof(ReferenceEqualityComparer), _ => Leaf.OfOne(ReferenceEqualityComparer.Instance))
        .AddContract(typeof(StringComparer), _ => new ComparerCodec<StringComparer, string>())
        .AddContract(typeof(Comparer<>), a => Comparer(typeof(Comparer<>).MakeGenericType(a), a[0]))
        .AddContract(typeof(EqualityComparer<>),
            a => Comparer(typeof(EqualityComparer<>).MakeGenericType(a), a[0]));

    private static LibraryTable Collections(LibraryTable table) => table
        .Add(typeof(List<>), a => CodecFactory.Make(typeof(ListCodec<>), a))
        .AddKind(typeof(KeyedCodec<,,,,>), typeof(Dictionary<,>), typeof(DictionaryKind<,>))
        .AddKind(typeof(KeyedCodec<,,,,>), typeof(HashSet<>), typeof(HashSetKind<>))
        .AddKind(typeof(KeyedCodec<,,,,>), typeof(Hashtable), typeof(HashtableKind))
        .AddKind(typeof(SequenceCodec<,,>), typeof(Queue<>), typeof(QueueKind<>))
        .AddKind(typeof(SequenceCodec<,,>), typeof(ConcurrentQueue<>), typeof(ConcurrentQueueKind<>))
        .AddKind(typeof(SequenceCodec<,,>), typeof(ArrayList), typeof(ArrayListKind))
        .AddKind(typeof(WrapperCodec<,,>), typeof(Collection<>), typeof(CollectionKind<>))
        .AddKind(typeof(WrapperCodec<,,>), typeof(ReadOnlyCollection<>), typeof(ReadOnlyCollectionKind<>))
        .AddKind(typeof(WrapperCodec<,,>), typeof(ReadOnlyDictionary<,>), typeof(ReadOnlyDictionaryKind<,>))
        .AddKind(typeof(WrapperCodec<,,>), typeof(ReadOnlySet<>), typeof(ReadOnlySetKind<>))
        .AddKind(typeof(PieceCodec<,,>), typeof(ArraySegment<>), typeof(ArraySegmentKind<>))
        .AddKind(typeof(PieceCodec<,,>), typeof(Memory<>), typeof(MemoryKind<>))
        .AddKind(typeof(PieceCodec<,,>), typeof(ReadOnlyMemory<>), typeof(ReadOnlyMemoryKind<>));

    private static ValueCodec Comparer(Type comparer, Type of) =>
        CodecFactory.Make(typeof(ComparerCodec<,>), comparer, of);
}

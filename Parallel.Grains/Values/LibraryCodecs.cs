using ParallelCompute.Values.Kinds;

namespace ParallelCompute.Values;

/// <summary>The types of the base library that have a codec of their own, over their public contract.</summary>
internal static class LibraryCodecs
{
    private static readonly Dictionary<Type, Func<ValueCodec>> ByType = new()
    {
        [typeof(string)] = () => new StringCodec(),
    };

    private static readonly Dictionary<Type, Func<Type[], ValueCodec>> ByDefinition = new()
    {
        [typeof(Nullable<>)] = a => CodecFactory.Make(typeof(NullableCodec<>), a),
        [typeof(List<>)] = a => CodecFactory.Make(typeof(ListCodec<>), a),
        [typeof(Dictionary<,>)] = a => Map(typeof(Dictionary<,>), typeof(DictionaryKind<,>), a),
        [typeof(HashSet<>)] = a => Set(typeof(HashSet<>), typeof(HashSetKind<>), a),
    };

    /// <summary>Makes the codec of a type; null where it is not listed.</summary>
    public static Func<ValueCodec>? Find(Type type) =>
        ByType.TryGetValue(type, out var plain) ? plain
        : type.IsGenericType && ByDefinition.TryGetValue(type.GetGenericTypeDefinition(), out var generic)
            ? () => generic(type.GenericTypeArguments) : null;

    private static ValueCodec Map(Type collection, Type kind, Type[] a) => CodecFactory.Make(
        typeof(KeyedCodec<,,,,>), kind.MakeGenericType(a), collection.MakeGenericType(a), a[0], a[1],
        typeof(IEqualityComparer<>).MakeGenericType(a[0]));

    private static ValueCodec Set(Type collection, Type kind, Type[] a) => CodecFactory.Make(
        typeof(KeyedCodec<,,,,>), kind.MakeGenericType(a), collection.MakeGenericType(a), a[0], typeof(NoValue),
        typeof(IEqualityComparer<>).MakeGenericType(a[0]));
}

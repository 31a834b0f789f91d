using System.Reflection;

namespace ParallelCompute.Values;

/// <summary>Makes the codec of a type.</summary>
/// <remarks>
/// A codec makes those of its elements and of its fields of value types at once, and those of other fields when they
/// are first used. That is why types that hold themselves need no special care: the way back leads through a field of
/// a reference type.
/// </remarks>
internal static class CodecFactory
{
    private static readonly Dictionary<Type, Type> ByDefinition = new()
    {
        [typeof(Nullable<>)] = typeof(NullableCodec<>),
        [typeof(List<>)] = typeof(ListCodec<>),
        [typeof(Dictionary<,>)] = typeof(DictionaryCodec<,>),
        [typeof(HashSet<>)] = typeof(HashSetCodec<>),
    };

    /// <summary>Whether a class or struct of the base library has a codec, apart from those sent as memory.</summary>
    public static bool IsListed(Type type) => type.IsGenericType && (BaseLibrary.IsPlainPair(type) ||
        BaseLibrary.IsBuiltFromProperties(type) || ByDefinition.ContainsKey(type.GetGenericTypeDefinition()));

    /// <summary>A new codec for values declared as that type.</summary>
    /// <exception cref="ShippingException">No value of the type can be sent.</exception>
    public static ValueCodec Create(Type type)
    {
        if (Refusals.Of(type) is { } reason)
        {
            throw new ShippingException(reason);
        }

        if (type == typeof(string))
        {
            return new StringCodec();
        }

        if (type.IsArray)
        {
            return CreateArray(type);
        }

        if (type.IsGenericType && ByDefinition.TryGetValue(type.GetGenericTypeDefinition(), out var codec))
        {
            return Make(codec, type.GenericTypeArguments);
        }

        return Make(Kind(type), type);
    }

    private static Type Kind(Type type) =>
        Blittable.Is(type) ? typeof(BlittableCodec<>)
        : type.IsInterface || type.IsAbstract || type == typeof(object) ? typeof(AbstractCodec<>)
        : type.IsValueType ? typeof(StructCodec<>) : typeof(ObjectCodec<>);

    private static ValueCodec CreateArray(Type type)
    {
        var element = type.GetElementType()!;
        if (type.IsSZArray)
        {
            return Refusals.OfUnusable(element) is { } reason
                ? throw new ShippingException(reason, "element")
                : Make(typeof(ArrayCodec<>), element);
        }

        return Blittable.Is(element) && type.GetArrayRank() > 1 ? Make(typeof(MultiArrayCodec<,>), type, element)
            : throw new ShippingException($"{TypeText.Of(type)} cannot be sent; arrays of several dimensions travel " +
                "when their elements are plain numbers or structs of them, so use an array of arrays");
    }

    private static ValueCodec Make(Type definition, params Type[] arguments) => (ValueCodec)Activator.CreateInstance(
        definition.MakeGenericType(arguments),
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, null, null)!;
}

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
    /// <summary>Whether a class or struct of the base library has a codec, apart from those sent as memory.</summary>
    public static bool IsListed(Type type) => BaseLibrary.IsPlainPair(type) ||
        BaseLibrary.IsBuiltFromProperties(type) || LibraryCodecs.Find(type) is not null;

    /// <summary>A new codec for values declared as that type.</summary>
    /// <exception cref="ShippingException">No value of the type can be sent.</exception>
    public static ValueCodec Create(Type type)
    {
        if (Replacements.Find(type) is { } replacement)
        {
            return replacement;
        }

        if (Refusals.Of(type) is { } reason)
        {
            throw new ShippingException(reason);
        }

        return type.IsArray ? CreateArray(type) : LibraryCodecs.Find(type)?.Invoke() ?? Make(Kind(type), type);
    }

    private static Type Kind(Type type) =>
        Blittable.Is(type) ? typeof(BlittableCodec<>)
        : type.IsInterface || type.IsAbstract || type == typeof(object) ? typeof(AbstractCodec<>)
        : type.IsValueType ? typeof(StructCodec<>)
        : type.IsAssignableTo(typeof(Exception)) ? typeof(ExceptionCodec<>)
        : type.IsAssignableTo(typeof(Delegate)) ? typeof(DelegateCodec<>)
        : BaseLibrary.IsBuiltFromProperties(type) ? typeof(TupleCodec<>) : typeof(ObjectCodec<>);

    private static ValueCodec CreateArray(Type type)
    {
        var element = type.GetElementType()!;
        if (Refusals.OfUnusable(element) is { } reason)
        {
            throw new ShippingException(reason, "element");
        }

        if (type.IsSZArray)
        {
            return Make(typeof(ArrayCodec<>), element);
        }

        return type.IsVariableBoundArray && type.GetArrayRank() == 1
            ? throw new ShippingException($"{type} has a lower bound of its own and cannot be sent; use T[]")
            : Make(typeof(MultiArrayCodec<,>), type, element);
    }

    /// <summary>A codec of that generic type.</summary>
    public static ValueCodec Make(Type definition, params Type[] arguments) => (ValueCodec)Activator.CreateInstance(
        definition.MakeGenericType(arguments),
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, null, null)!;
}

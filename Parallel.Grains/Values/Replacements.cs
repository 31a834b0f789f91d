using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using ParallelCompute.Code;

namespace ParallelCompute.Values;

/// <summary>The codecs of the user's own for types of this program.</summary>
/// <remarks>Safe to use from any thread.</remarks>
public static class Replacements
{
    private static readonly ConcurrentDictionary<Type, Type> OfThisProgram = new();

    /// <summary>Types whose codec was made: it is too late to replace that.</summary>
    private static readonly ConditionalWeakTable<Type, object> Made = [];

    /// <summary>The codec classes of this program.</summary>
    public static IReadOnlyCollection<Type> Codecs => [.. OfThisProgram.Values.Distinct()];

    /// <summary>Uses a codec class for the types that it is written for.</summary>
    /// <param name="codec">Implements <see cref="IValueCodec{T}"/>, once or more.</param>
    /// <exception cref="ShippingException">It cannot serve as a codec, or comes too late.</exception>
    public static void Add(Type codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        var types = TypesOf(codec);
        _ = TypeNames.Of(codec);
        foreach (var type in types)
        {
            if (WhyNot(type) is { } reason)
            {
                throw new ShippingException($"{codec} cannot be the codec of {TypeText.Of(type)}: {reason}");
            }
        }

        foreach (var type in types)
        {
            var before = OfThisProgram.GetOrAdd(type, codec);
            if (before != codec)
            {
                throw new ShippingException($"{TypeText.Of(type)} has the codec {before} already; {codec} cannot " +
                    "replace it");
            }
        }
    }

    /// <summary>Pairs codec classes with the types that they are written for.</summary>
    internal static Dictionary<Type, Type> ByType(IEnumerable<Type> codecs) =>
        codecs.SelectMany(c => TypesOf(c).Select(t => (Type: t, Codec: c))).ToDictionary(p => p.Type, p => p.Codec);

    /// <summary>A codec that takes the place of the usual one; null where there is none.</summary>
    internal static ValueCodec? Find(Type type)
    {
        if (type.IsArray || type.IsByRefLike || type.IsPointer || BaseLibrary.Contains(type))
        {
            return null;
        }

        Made.TryAdd(type, type);
        var definition = type.IsValueType ? typeof(ReplacedStructCodec<>) : typeof(ReplacedCodec<>);
        return CodecOf(type) is { } codec
            ? (ValueCodec)Activator.CreateInstance(definition.MakeGenericType(type), Create(codec))! : null;
    }

    /// <summary>The codec class of a type that is not one of .NET itself; null where there is none.</summary>
    internal static Type? CodecOf(Type type) =>
        AssemblyLoadContext.GetLoadContext(type.Assembly) is IReplacements program
            ? program.CodecOf(type) : OfThisProgram.GetValueOrDefault(type);

    private static object Create(Type codec)
    {
        try
        {
            return Activator.CreateInstance(codec)!;
        }
        catch (TargetInvocationException e)
        {
            throw new ShippingException(
                $"the constructor of the codec {codec} threw {e.InnerException!.GetType().Name}: " +
                e.InnerException.Message, null, e.InnerException);
        }
    }

    private static Type[] TypesOf(Type codec)
    {
        Type[] types = [.. codec.GetInterfaces()
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IValueCodec<>))
            .Select(i => i.GenericTypeArguments[0])];
        var isClosed = codec is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false };
        return types.Length > 0 && isClosed && codec.GetConstructor([]) is not null ? types
            : throw new ShippingException($"{codec} is no codec: it must be a class that implements IValueCodec<T> " +
                "and has a public constructor without parameters");
    }

    private static string? WhyNot(Type type) =>
        BaseLibrary.Contains(type) || type.IsArray
            ? "that is a type of .NET itself; hold it in a class of your own and give this one a codec"
        : type.IsInterface || type.IsAbstract || type.IsEnum
            ? "values of exactly that type do not exist or need none; name the classes that values are of"
        : type.IsByRefLike || type.IsPointer ? "it cannot leave the stack"
        : Made.TryGetValue(type, out _) && !OfThisProgram.ContainsKey(type)
            ? "values of it were sent or planned before; call AddCodec before the first client is opened"
        : null;
}

using System.Reflection;

namespace ParallelCompute.Values.Library;

/// <summary>What travels of one assembly of the base library, and how.</summary>
internal sealed class LibraryTable
{
    private readonly Dictionary<Type, Func<Type[], ValueCodec>> _codecs = [];
    private readonly HashSet<Type> _contracts = [];
    private readonly HashSet<Type> _memory = [];

    /// <summary>The assembly of all these types.</summary>
    public Assembly Assembly => _codecs.Keys.First().Assembly;

    /// <summary>Adds a type, or all types of a generic definition.</summary>
    public LibraryTable Add(Type definition, Func<Type[], ValueCodec> codec)
    {
        _codecs.Add(definition, codec);
        return this;
    }

    /// <summary>Adds a class whose values are of internal classes: they travel as this one.</summary>
    public LibraryTable AddContract(Type definition, Func<Type[], ValueCodec> codec)
    {
        _contracts.Add(definition);
        return Add(definition, codec);
    }

    /// <summary>Adds a kind of collection, with the codec for such kinds.</summary>
    public LibraryTable AddKind(Type codec, Type definition, Type kind) => Add(definition, a => Make(codec, kind, a));

    /// <summary>Adds types that travel as memory.</summary>
    public LibraryTable AddMemory(params Type[] types)
    {
        _memory.UnionWith(types);
        return this;
    }

    /// <summary>Makes the codec of a type; null where it is not listed.</summary>
    public Func<ValueCodec>? Find(Type type) => _codecs.TryGetValue(Definition(type), out var codec)
        ? () => codec(type.GenericTypeArguments) : null;

    /// <summary>Whether values of classes that derive from this one travel as this one.</summary>
    public bool IsContract(Type type) => _contracts.Contains(Definition(type));

    /// <summary>Whether values of the type travel as memory.</summary>
    public bool IsMemory(Type type) =>
        _memory.Contains(Definition(type)) && type.GenericTypeArguments.All(IsNumber);

    /// <summary>The codec of a kind of collections, closed over the kind and what the kind says of itself.</summary>
    public static ValueCodec Make(Type codec, Type kind, Type[] arguments)
    {
        var closed = kind.IsGenericTypeDefinition ? kind.MakeGenericType(arguments) : kind;
        return CodecFactory.Make(codec, [closed, .. closed.GetInterfaces().Single().GenericTypeArguments]);
    }

    /// <summary>Whether vectors of the type exist.</summary>
    public static bool IsNumber(Type type) =>
        type.IsPrimitive && type != typeof(bool) && type != typeof(char) && Blittable.Is(type);

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
}

using System.Runtime.CompilerServices;
using Google.Protobuf;
using ParallelCompute.Code;
using ParallelCompute.Wire;

namespace ParallelCompute.Values;

/// <summary>The names of types as they are written; keeps each as bytes, and no collectible type alive.</summary>
internal static class NamedTypes
{
    private static readonly ConditionalWeakTable<Type, Entry> Known = [];

    private const int LongestName = 16 * 1024;

    /// <summary>The codec of a type's values, and the name of the type that they travel as.</summary>
    /// <exception cref="ShippingException">Its values cannot be sent.</exception>
    public static (ValueCodec Codec, byte[] Name) Of(Type type)
    {
        if (!Known.TryGetValue(type, out var entry))
        {
            var contract = LibraryCodecs.Contract(type);
            entry = new Entry(ValueCodecs.For(contract), TypeNames.Of(contract).ToByteArray());
            Known.AddOrUpdate(type, entry);
        }

        return (entry.Codec, entry.Name);
    }

    /// <summary>Writes a type as a value.</summary>
    /// <exception cref="ShippingException">It has no name, or a longer one than is read.</exception>
    public static void Write(ValueWriter w, Type type)
    {
        var name = TypeNames.Of(type).ToByteArray();
        if (name.Length > LongestName)
        {
            throw new ShippingException($"the name of the type {type.Name} has {name.Length} bytes, and " +
                $"{LongestName} is the most that is sent");
        }

        w.WriteSized(name);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static Type Read(ValueReader r) => Find(ReadName(r), r.Types);

    /// <summary>Reads the bytes of a name, without copying them.</summary>
    public static ReadOnlySpan<byte> ReadName(ValueReader r)
    {
        var length = r.ReadVarUInt();
        return length <= LongestName ? r.ReadBytes((int)length) : throw new ShippingException(
            $"a type name of {length} bytes is announced; {LongestName} is the most");
    }

    /// <summary>The type of that name.</summary>
    /// <exception cref="ShippingException">There is none.</exception>
    public static Type Find(ReadOnlySpan<byte> bytes, ITypeResolver types)
    {
        var name = new TypeName();
        try
        {
            name = TypeName.Parser.ParseFrom(bytes);
            return types.Resolve(name);
        }
        catch (Exception e) when (e is not (ShippingException or OutOfMemoryException))
        {
            // The runtime has many ways of refusing a type that is put together from arbitrary parts.
            throw new ShippingException($"the type name '{name.Name}' is none that can be created", null, e);
        }
    }

    private sealed record Entry(ValueCodec Codec, byte[] Name);
}

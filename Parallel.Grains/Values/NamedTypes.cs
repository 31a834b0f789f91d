using System.Runtime.CompilerServices;
using Google.Protobuf;
using ParallelCompute.Code;

namespace ParallelCompute.Values;

/// <summary>The names of types as they are written; keeps each as bytes, and no collectible type alive.</summary>
internal static class NamedTypes
{
    private static readonly ConditionalWeakTable<Type, Entry> Known = [];

    /// <summary>The codec of a type's values and the type's name.</summary>
    /// <exception cref="ShippingException">Its values cannot be sent.</exception>
    public static (ValueCodec Codec, byte[] Name) Of(Type type)
    {
        if (!Known.TryGetValue(type, out var entry))
        {
            entry = new Entry(ValueCodecs.For(type), TypeNames.Of(type).ToByteArray());
            Known.AddOrUpdate(type, entry);
        }

        return (entry.Codec, entry.Name);
    }

    private sealed record Entry(ValueCodec Codec, byte[] Name);
}

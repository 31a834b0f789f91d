using System.Runtime.CompilerServices;
using Google.Protobuf;
using ParallelCompute.Code;

namespace ParallelCompute.Values;

/// <summary>Writes the names of types; keeps each as bytes, and no collectible type alive.</summary>
internal static class NamedTypes
{
    private static readonly ConditionalWeakTable<Type, Entry> Known = [];

    /// <summary>Writes the type's name.</summary>
    /// <returns>The codec of its values.</returns>
    /// <exception cref="ShippingException">Its values cannot be sent.</exception>
    public static ValueCodec Write(ValueWriter w, Type type)
    {
        if (!Known.TryGetValue(type, out var entry))
        {
            entry = new Entry(ValueCodecs.For(type), TypeNames.Of(type).ToByteArray());
            Known.AddOrUpdate(type, entry);
        }

        w.WriteVarUInt((uint)entry.Name.Length);
        w.WriteBytes(entry.Name);
        return entry.Codec;
    }

    private sealed record Entry(ValueCodec Codec, byte[] Name);
}

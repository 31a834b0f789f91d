using ParallelCompute.Wire;

namespace ParallelCompute.Values;

/// <summary>Reads the names of types, and remembers the last ones.</summary>
internal sealed class NamedCodecs(ITypeResolver types)
{
    private const int Remembered = 32;
    private const int LongestName = 16 * 1024;

    private readonly List<(byte[] Name, ValueCodec Codec)> _last = [];
    private int _next;

    /// <summary>Reads a name that <see cref="ValueWriter.WriteName"/> wrote.</summary>
    /// <exception cref="ShippingException">No type of that name may be created.</exception>
    public ValueCodec Read(ValueReader r)
    {
        var length = r.ReadVarUInt();
        if (length > LongestName)
        {
            throw new ShippingException($"a type name of {length} bytes is announced; {LongestName} is the most");
        }

        var bytes = r.ReadBytes((int)length);
        foreach (var (name, known) in _last)
        {
            if (bytes.SequenceEqual(name))
            {
                return known;
            }
        }

        var codec = Find(bytes);
        Remember(bytes.ToArray(), codec);
        return codec;
    }

    private void Remember(byte[] name, ValueCodec codec)
    {
        if (_last.Count < Remembered)
        {
            _last.Add((name, codec));
            return;
        }

        _last[_next] = (name, codec);
        _next = (_next + 1) % Remembered;
    }

    private ValueCodec Find(ReadOnlySpan<byte> bytes)
    {
        var name = new TypeName();
        try
        {
            name = TypeName.Parser.ParseFrom(bytes);
            return ValueCodecs.For(types.Resolve(name));
        }
        catch (Exception e) when (e is not (ShippingException or OutOfMemoryException))
        {
            // The runtime has many ways of refusing a type that is put together from arbitrary parts.
            throw new ShippingException($"the type name '{name.Name}' is none that can be created", null, e);
        }
    }
}

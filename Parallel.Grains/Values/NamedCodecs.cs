namespace ParallelCompute.Values;

/// <summary>Reads the names of types, and remembers the last ones.</summary>
internal sealed class NamedCodecs(ITypeResolver types)
{
    private const int Remembered = 32;

    private readonly List<(byte[] Name, ValueCodec Codec)> _last = [];
    private int _next;

    /// <summary>Reads a name that <see cref="ValueWriter.WriteName"/> wrote.</summary>
    /// <exception cref="ShippingException">No type of that name may be created.</exception>
    public ValueCodec Read(ValueReader r)
    {
        var bytes = NamedTypes.ReadName(r);
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
        var type = NamedTypes.Find(bytes, types);
        try
        {
            return ValueCodecs.For(type);
        }
        catch (Exception e) when (e is not (ShippingException or OutOfMemoryException))
        {
            // Types that bytes have put together may fail to load only now.
            throw new ShippingException($"the type {TypeText.Of(type)} is none that can be created", null, e);
        }
    }
}

namespace ParallelCompute.Values;

/// <summary>Reads the names of types, and remembers them.</summary>
internal sealed class NamedCodecs(ITypeResolver types)
{
    private const int MostRemembered = 1024;

    private readonly Dictionary<byte[], ValueCodec> _codecs = new(NameComparer.Instance);
    private (byte[] Name, ValueCodec Codec)? _last;

    /// <summary>Reads a name that <see cref="ValueWriter.WriteName"/> wrote.</summary>
    /// <exception cref="ShippingException">No type of that name may be created.</exception>
    public ValueCodec Read(ValueReader r)
    {
        var bytes = NamedTypes.ReadName(r);
        if (_last is { } last && bytes.SequenceEqual(last.Name))
        {
            return last.Codec;
        }

        var known = _codecs.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!known.TryGetValue(bytes, out var name, out var codec))
        {
            (name, codec) = (bytes.ToArray(), Find(bytes));
            if (_codecs.Count == MostRemembered)
            {
                _codecs.Clear();
            }

            _codecs.Add(name, codec);
        }

        _last = (name, codec);
        return codec;
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

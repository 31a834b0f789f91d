using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ParallelCompute.Values;

/// <summary>Bytes that codecs read from. Reading any bytes fails with a ShippingException or not at all.</summary>
/// <remarks>Not for use by several threads at once. The bytes must not change while they are read.</remarks>
public sealed class ValueReader : IValueReader
{
    private byte[] _bytes = [];
    private int _start;
    private int _position;
    private int _end;
    private long _claimed;

    /// <summary>Creates a reader at the start of the bytes.</summary>
    /// <param name="bytes">Encoded values, one after another.</param>
    /// <param name="types">Finds the types that the values name; nothing else is created.</param>
    public ValueReader(ReadOnlyMemory<byte> bytes, ITypeResolver types)
    {
        Types = types;
        Names = new NamedCodecs(types);
        Graph = new ReaderGraph(this);
        Reset(bytes);
    }

    private ValueReader(ReadOnlyMemory<byte> bytes, ValueReader outer)
    {
        (Types, Names, Graph) = (outer.Types, outer.Names, outer.Graph);
        Begin(bytes);
    }

    /// <summary>Number of bytes read.</summary>
    public int Position => _position - _start;

    /// <summary>Number of bytes left.</summary>
    public int Remaining => _end - _position;

    /// <summary>Codecs of the types named so far.</summary>
    internal NamedCodecs Names { get; }

    /// <summary>Finds the types that values name.</summary>
    internal ITypeResolver Types { get; }

    /// <summary>What is known of the value being read.</summary>
    internal ReaderGraph Graph { get; }

    /// <summary>Starts over with other bytes.</summary>
    public void Reset(ReadOnlyMemory<byte> bytes)
    {
        Begin(bytes);
        Graph.Clear();
    }

    private void Begin(ReadOnlyMemory<byte> bytes)
    {
        if (!MemoryMarshal.TryGetArray(bytes, out var segment))
        {
            segment = bytes.ToArray();
        }

        _bytes = segment.Array ?? [];
        _start = _position = segment.Offset;
        _end = segment.Offset + segment.Count;
        _claimed = 0;
    }

    /// <summary>Begins another value, as the writer did.</summary>
    public void NextValue() => Graph.Clear();

    /// <summary>Reads one byte.</summary>
    /// <exception cref="ShippingException">There is none left.</exception>
    public byte ReadByte() => _position < _end ? _bytes[_position++] : throw Truncated(1);

    /// <summary>Reads that many bytes, without copying them.</summary>
    /// <exception cref="ShippingException">So many are not left.</exception>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if ((uint)count > (uint)Remaining)
        {
            throw Truncated(count);
        }

        _position += count;
        return _bytes.AsSpan(_position - count, count);
    }

    /// <inheritdoc/>
    TPart IValueReader.Read<TPart>() => ValueCodecs.For<TPart>().Read(this);

    /// <inheritdoc/>
    ReadOnlySpan<byte> IValueReader.ReadBytes() => ReadSized();

    /// <summary>Reads a part of the value that travels apart: <see cref="ValueWriter.CutOff"/>.</summary>
    /// <param name="codec">Codec of the part.</param>
    /// <param name="bytes">Its bytes, all of them.</param>
    /// <exception cref="ShippingException">The bytes are no such value.</exception>
    public object? ReadApart(ValueCodec codec, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(codec);
        var apart = new ValueReader(bytes, this);
        Graph.Reader = apart;
        var value = codec.ReadObject(apart);
        Graph.Reader = this;
        return apart.Remaining == 0 ? value
            : throw new ShippingException($"a value of {bytes.Length} bytes ends {apart.Remaining} bytes early");
    }

    /// <summary>Reads a number that <see cref="ValueWriter.WriteVarUInt"/> wrote.</summary>
    /// <exception cref="ShippingException">The bytes end in it, or it has more than 64 bits.</exception>
    public ulong ReadVarUInt()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = ReadByte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return shift < 63 || part <= 1 ? value : throw new ShippingException("a number has more than 64 bits");
            }
        }

        throw new ShippingException("a number has more than 64 bits");
    }

    /// <summary>Reads what <see cref="ValueWriter.WriteSized"/> wrote, without copying it.</summary>
    internal ReadOnlySpan<byte> ReadSized() => ReadBytes(ReadCount(1));

    /// <summary>Reads a value without references as it was in memory.</summary>
    internal T ReadValue<T>()
    {
        if (Unsafe.SizeOf<T>() > Remaining)
        {
            throw Truncated(Unsafe.SizeOf<T>());
        }

        var value = Unsafe.ReadUnaligned<T>(ref _bytes[_position]);
        _position += Unsafe.SizeOf<T>();
        return value;
    }

    /// <summary>Reads the number of elements of a collection, and that its bytes can be there.</summary>
    /// <param name="elementSize">The fewest bytes that an element takes; at least 1.</param>
    internal int ReadCount(int elementSize) => Claim(ReadVarUInt(), elementSize);

    /// <summary>Checks a number of elements against the bytes.</summary>
    /// <remarks>
    /// Every element of every collection takes bytes of its own. So all claims together are held against all bytes:
    /// nested collections that each claim as much as is left do not get memory for it.
    /// </remarks>
    internal int Claim(ulong count, int elementSize)
    {
        if (count > (ulong)(Remaining / elementSize) || _claimed + ((long)count * elementSize) > _end - _start)
        {
            throw new ShippingException($"{count} elements are announced, and {Remaining} bytes cannot hold them");
        }

        _claimed += (long)count * elementSize;
        return (int)count;
    }

    private ShippingException Truncated(int wanted) =>
        new($"the bytes end too early: {wanted} more are needed and {Remaining} are left");
}

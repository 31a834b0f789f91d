using System.Runtime.CompilerServices;
using ParallelCompute.Engines;

namespace ParallelCompute.Values;

/// <summary>A growing buffer that codecs write to.</summary>
/// <remarks>
/// Not for use by several threads at once. Growing moves to a new array and leaves the old one as it is, so readers of
/// bytes written before may go on reading them.
/// </remarks>
public sealed class ValueWriter : IValueWriter
{
    private byte[] _buffer;
    private int _position;
    private int _valueStart;

    /// <summary>Creates an empty writer.</summary>
    /// <param name="capacity">Bytes to have room for at first.</param>
    public ValueWriter(int capacity = 256)
    {
        _buffer = new byte[capacity];
        Graph = new WriterGraph(this);
    }

    /// <summary>The present array; its first <see cref="Position"/> bytes are written.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>The most bytes that one value may take.</summary>
    /// <value>What an array of bytes can hold.</value>
    public long Limit { get; set; } = Array.MaxLength;

    /// <summary>Whether it grows into arrays of the pool, for whoever gives the last one back.</summary>
    internal bool UsesPool { get; init; }

    /// <summary>Number of bytes written.</summary>
    public int Position => _position;

    /// <summary>What is known of the value being written.</summary>
    internal WriterGraph Graph { get; }

    /// <summary>Starts over in the same array.</summary>
    public void Reset() => Rewind(0);

    /// <summary>Takes back what was written after a position, such as the first part of a value that failed.</summary>
    /// <param name="position">A position that was reached before.</param>
    public void Rewind(int position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)position, (uint)_position, nameof(position));
        _position = _valueStart = position;
        Graph.Clear();
    }

    /// <summary>Begins another value: it will not refer to objects of those before.</summary>
    /// <remarks>Without this between them, values share their objects; the reader must do alike.</remarks>
    public void NextValue()
    {
        NextPart();
        Graph.Clear();
    }

    /// <summary>Begins a part of the same value that may be as large as a value by itself.</summary>
    public void NextPart() => _valueStart = _position;

    /// <summary>Takes the last bytes out. They keep their array; what is before them moves to another.</summary>
    /// <param name="start">Where they begin.</param>
    /// <returns>The bytes; a reader takes them with <see cref="ValueReader.ReadApart"/> at the same place.</returns>
    public ReadOnlyMemory<byte> CutOff(int start)
    {
        var bytes = _buffer.AsMemory(start, _position - start);
        var before = _buffer.AsSpan(0, start);
        _buffer = new byte[start + 256];
        before.CopyTo(_buffer);
        _position = _valueStart = start;
        return bytes;
    }

    /// <summary>Checks the size of what was written since <see cref="NextPart"/>.</summary>
    /// <exception cref="ShippingException">It is larger than <see cref="Limit"/>.</exception>
    public void CheckSize() => CheckSize(_position);

    /// <summary>Starts over in a fresh array and leaves the present one to whoever holds it.</summary>
    /// <param name="capacity">Bytes to have room for at first.</param>
    public void Detach(int capacity)
    {
        _buffer = new byte[capacity];
        Reset();
    }

    /// <summary>Room for the next bytes, which count as written.</summary>
    /// <param name="bytes">How many.</param>
    /// <exception cref="ShippingException">The buffer would outgrow what an array can hold.</exception>
    public Span<byte> Reserve(int bytes)
    {
        if ((uint)bytes > (uint)(_buffer.Length - _position))
        {
            Grow(bytes);
        }

        var room = _buffer.AsSpan(_position, bytes);
        _position += bytes;
        return room;
    }

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value)
    {
        if (_position == _buffer.Length)
        {
            Grow(1);
        }

        _buffer[_position++] = value;
    }

    /// <summary>Writes bytes as they are.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <inheritdoc/>
    void IValueWriter.Write<TPart>(TPart part) => ValueCodecs.For<TPart>().Write(this, part);

    /// <inheritdoc/>
    void IValueWriter.WriteBytes(ReadOnlySpan<byte> bytes) => WriteSized(bytes);

    /// <summary>Writes a number in as few groups of seven bits as it needs.</summary>
    public void WriteVarUInt(ulong value)
    {
        while (value >= 0x80)
        {
            WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        WriteByte((byte)value);
    }

    /// <summary>Writes the tag of a value and, where it is given, the name of its type.</summary>
    internal void WriteName(byte flags, byte[]? name)
    {
        if (name is null)
        {
            WriteByte((byte)(Tags.Exact | flags));
            return;
        }

        WriteByte((byte)(Tags.Named | flags));
        WriteSized(name);
    }

    /// <summary>Writes bytes and, before them, how many they are.</summary>
    internal void WriteSized(ReadOnlySpan<byte> bytes)
    {
        WriteVarUInt((uint)bytes.Length);
        WriteBytes(bytes);
    }

    /// <summary>Writes a part, or nothing at all where it cannot be sent.</summary>
    internal bool TryWrite(Action write)
    {
        var (position, mark) = (_position, Graph.Mark());
        try
        {
            write();
            return true;
        }
        catch (ShippingException)
        {
            _position = position;
            Graph.Return(mark);
            return false;
        }
    }

    /// <summary>Writes that an object is the same as one before.</summary>
    internal void WriteAgain(int number)
    {
        Graph.Link();
        WriteByte(Tags.Again);
        WriteVarUInt((uint)number);
    }

    /// <summary>Writes a value without references as it is in memory.</summary>
    internal void WriteValue<T>(T value)
    {
        if (Unsafe.SizeOf<T>() > _buffer.Length - _position)
        {
            Grow(Unsafe.SizeOf<T>());
        }

        Unsafe.WriteUnaligned(ref _buffer[_position], value);
        _position += Unsafe.SizeOf<T>();
    }

    private void CheckSize(long end)
    {
        if (end - _valueStart > Limit)
        {
            throw new ShippingException($"it takes {end - _valueStart:N0} bytes or more, and value_limit allows " +
                $"{Limit:N0}; send it in parts, load it on the worker, or raise the option value_limit");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var needed = (long)_position + bytes;
        CheckSize(needed);
        if (needed > Array.MaxLength)
        {
            throw new ShippingException($"a value and those before it in its block need {needed:N0} bytes, and " +
                $"{Array.MaxLength:N0} is the most that is sent at once; split it or have the worker load it");
        }

        // Whatever is reserved is written, so nothing of what lay there before gets out.
        var length = (int)Math.Min(Math.Max(needed, 2L * _buffer.Length), Array.MaxLength);
        var larger = UsesPool ? PooledBytes.Room(length) : GC.AllocateUninitializedArray<byte>(length);
        _buffer.AsSpan(0, _position).CopyTo(larger);
        _buffer = larger;
    }
}

using System.Runtime.CompilerServices;

namespace ParallelCompute.Values;

/// <summary>A growing buffer that codecs write to.</summary>
/// <remarks>
/// Not for use by several threads at once. Growing moves to a new array and leaves the old one as it is, so readers of
/// bytes written before may go on reading them.
/// </remarks>
public sealed class ValueWriter
{
    private byte[] _buffer;
    private int _position;

    /// <summary>Creates an empty writer.</summary>
    /// <param name="capacity">Bytes to have room for at first.</param>
    public ValueWriter(int capacity = 256)
    {
        _buffer = new byte[capacity];
        Graph = new WriterGraph(this);
    }

    /// <summary>The present array; its first <see cref="Position"/> bytes are written.</summary>
    public byte[] Buffer => _buffer;

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
        _position = position;
        Graph.Clear();
    }

    /// <summary>Begins another value: it will not refer to objects of those before.</summary>
    /// <remarks>Without this between them, values share their objects, as the reader must do then too.</remarks>
    public void NextValue() => Graph.Clear();

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
        WriteVarUInt((uint)name.Length);
        WriteBytes(name);
    }

    /// <summary>Writes that an object is the same as one before.</summary>
    internal void WriteAgain(int number)
    {
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var needed = (long)_position + bytes;
        if (needed > Array.MaxLength)
        {
            throw new ShippingException($"a value and those before it in its block need {needed:N0} bytes, and " +
                $"{Array.MaxLength:N0} is the most that is sent at once; split it or have the worker load it");
        }

        var larger = new byte[Math.Min(Math.Max(needed, 2L * _buffer.Length), Array.MaxLength)];
        _buffer.AsSpan(0, _position).CopyTo(larger);
        _buffer = larger;
    }
}

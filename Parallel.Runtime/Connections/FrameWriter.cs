using System.Buffers.Binary;
using Google.Protobuf;
using ParallelCompute.Engines;

namespace ParallelCompute.Runtime.Connections;

/// <summary>Sends frames in the order given, from any thread; the caller that finds it idle does the sending.</summary>
/// <remarks>
/// Small frames that wait together go out in one write; a large payload is written from where it lies. A payload of the
/// pool goes back there once it is written.
/// </remarks>
internal sealed class FrameWriter(Stream stream, Action<Exception> failed)
{
    private const int BufferBytes = 32 * 1024;
    private const int LargeBytes = 8 * 1024;

    /// <summary>A peer that takes nothing is sent away before what it is to be told fills the memory.</summary>
    private const int MostWaiting = 1 << 20;

    private readonly Lock _gate = new();
    private readonly Queue<(IMessage Message, ReadOnlyMemory<byte> Payload)> _waiting = new();
    private byte[] _buffer = new byte[BufferBytes];
    private int _length;
    private bool _sending;
    private bool _closed;

    /// <summary>Frames that are not on their way yet.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Queues a frame and returns; what is sent after <see cref="Close"/> vanishes.</summary>
    public void Send(IMessage message, ReadOnlyMemory<byte> payload)
    {
        bool isFull;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _waiting.Enqueue((message, payload));
            if (_sending && _waiting.Count <= MostWaiting)
            {
                return;
            }

            isFull = _sending;
            _sending = true;
        }

        if (isFull)
        {
            Close();
            failed(new IOException($"it has not taken {MostWaiting} messages"));
            return;
        }

        _ = SendAllAsync();
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _waiting.Clear();
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (TryTake(out var next))
            {
                Append(next.Message, next.Payload.Length);
                if (next.Payload.Length > LargeBytes)
                {
                    await FlushAsync();
                    await stream.WriteAsync(next.Payload);
                }
                else
                {
                    next.Payload.Span.CopyTo(Room(next.Payload.Length));
                    _length += next.Payload.Length;
                }

                PooledBytes.Return(next.Payload);
                if (_length > BufferBytes / 2 || IsLast())
                {
                    await FlushAsync();
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            Close();
            failed(e);
        }
    }

    private bool TryTake(out (IMessage Message, ReadOnlyMemory<byte> Payload) next)
    {
        lock (_gate)
        {
            var found = _waiting.TryDequeue(out next);
            _sending = found;
            return found;
        }
    }

    private bool IsLast()
    {
        lock (_gate)
        {
            return _waiting.Count == 0;
        }
    }

    private void Append(IMessage message, int payload)
    {
        var header = message.CalculateSize();
        var room = Room(FrameReader.PrefixBytes + header);
        BinaryPrimitives.WriteUInt32LittleEndian(room, (uint)header);
        BinaryPrimitives.WriteUInt32LittleEndian(room[4..], (uint)payload);
        message.WriteTo(room.Slice(FrameReader.PrefixBytes, header));
        _length += FrameReader.PrefixBytes + header;
    }

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes));
        }

        return _buffer.AsSpan(_length, bytes);
    }

    private async ValueTask FlushAsync()
    {
        if (_length > 0)
        {
            await stream.WriteAsync(_buffer.AsMemory(0, _length));
            _length = 0;
            if (_buffer.Length > 4 * BufferBytes)
            {
                // A large function went through; do not keep its size for the connection's life.
                _buffer = new byte[BufferBytes];
            }
        }
    }
}

using System.Buffers.Binary;
using Google.Protobuf;
using ParallelCompute.Engines;

namespace ParallelCompute.Runtime.Connections;

/// <summary>Reads frames: header length, payload length (4 bytes each, little-endian), message, payload.</summary>
/// <remarks>
/// Small frames come many at a time through one buffer. A large payload is read straight into its own array; only what
/// had arrived with its header is copied, so the buffer is small on purpose.
/// </remarks>
internal sealed class FrameReader(Stream stream)
{
    public const int PrefixBytes = 8;
    private const int BufferBytes = 16 * 1024;

    /// <summary>A longer message gets its room as it arrives: a claim alone takes none.</summary>
    private const int ClaimBytes = 1024 * 1024;

    private byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;

    /// <summary>Bytes received so far; tells a silent peer from a busy one.</summary>
    public long Received { get; private set; }

    /// <summary>The next frame; null when the peer has closed in between two.</summary>
    /// <exception cref="ProtocolException">The frame is larger than allowed or does not parse.</exception>
    /// <exception cref="EndOfStreamException">The peer closed within a frame.</exception>
    public async ValueTask<Frame<T>?> ReadAsync<T>(
        MessageParser<T> parser, FrameLimits limits, CancellationToken cancellationToken)
        where T : IMessage<T>
    {
        if (_end == _start && !await FillAsync(1, mayEnd: true, cancellationToken))
        {
            return null;
        }

        await FillAsync(PrefixBytes, mayEnd: false, cancellationToken);
        var header = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start));
        var payload = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start + 4));
        if (header > limits.Header || payload > limits.Payload)
        {
            throw new ProtocolException(
                $"a frame claims {header} + {payload} bytes where {limits.Header} + {limits.Payload} are allowed");
        }

        _start += PrefixBytes;
        await FillAsync((int)header, mayEnd: false, cancellationToken);
        var message = Parse(parser, (int)header);
        _start += (int)header;
        return new Frame<T>(message, payload == 0 ? default : await PayloadAsync((int)payload, cancellationToken));
    }

    private T Parse<T>(MessageParser<T> parser, int length)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(_buffer.AsSpan(_start, length));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ProtocolException($"a message of {length} bytes does not parse: {e.Message}");
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> PayloadAsync(int length, CancellationToken cancellationToken)
    {
        var payload = PooledBytes.Room(length);
        var here = Math.Min(length, _end - _start);
        _buffer.AsSpan(_start, here).CopyTo(payload);
        _start += here;
        while (here < length)
        {
            var read = await stream.ReadAsync(payload.AsMemory(here, length - here), cancellationToken);
            if (read == 0)
            {
                throw new EndOfStreamException("the peer closed within a frame");
            }

            here += read;
            Received += read;
        }

        return PooledBytes.Own(payload, length);
    }

    /// <summary>Has at least that many bytes in the buffer.</summary>
    private async ValueTask<bool> FillAsync(int wanted, bool mayEnd, CancellationToken cancellationToken)
    {
        if (_end - _start >= wanted)
        {
            return true;
        }

        MakeRoom(Math.Min(wanted, ClaimBytes));
        while (_end - _start < wanted)
        {
            if (_end == _buffer.Length)
            {
                MakeRoom((int)Math.Min(wanted, 2L * _buffer.Length));
            }

            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return mayEnd ? false : throw new EndOfStreamException("the peer closed within a frame");
            }

            _end += read;
            Received += read;
        }

        return true;
    }

    private void MakeRoom(int wanted)
    {
        var length = _end - _start;
        var target = wanted > BufferBytes ? new byte[wanted]
            : _buffer.Length > BufferBytes ? new byte[Math.Max(BufferBytes, length)] : _buffer;
        _buffer.AsSpan(_start, length).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, length);
    }
}

using System.Buffers.Binary;
using Google.Protobuf;
using ParallelCompute.Runtime.Connections;

namespace ParallelCompute.Tests.Hostile;

/// <summary>Changes recorded frames as a broken or malicious peer would.</summary>
internal static class FrameMutation
{
    /// <summary>A few frames, most of them changed, in one piece.</summary>
    /// <remarks>What cannot be read ends a connection: it comes last, or nobody would look at the others.</remarks>
    /// <param name="random">Decides all.</param>
    /// <param name="genuine">What is changed.</param>
    /// <param name="frames">How many.</param>
    /// <param name="parser">Of those who hear them.</param>
    public static byte[] Of(Random random, byte[][] genuine, int frames, MessageParser parser)
    {
        List<byte[]> said = [];
        while (said.Count < frames)
        {
            said.Add(Changed(random, genuine));
            if (said.Count < frames && random.Next(10) == 0)
            {
                said.Add(said[random.Next(said.Count)]);
            }
        }

        return [.. said.OrderBy(f => !IsReadable(f, parser)).SelectMany(f => f)];
    }

    private static bool IsReadable(byte[] frame, MessageParser parser)
    {
        if (frame.Length < FrameReader.PrefixBytes)
        {
            return false;
        }

        var header = BinaryPrimitives.ReadUInt32LittleEndian(frame);
        var payload = BinaryPrimitives.ReadUInt32LittleEndian(frame.AsSpan(4));
        if ((long)FrameReader.PrefixBytes + header + payload != frame.Length)
        {
            return false;
        }

        try
        {
            parser.ParseFrom(frame, FrameReader.PrefixBytes, (int)header);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static byte[] Changed(Random random, byte[][] genuine)
    {
        byte[] frame = [.. Any(random, genuine)];
        switch (random.Next(12))
        {
            case 0:
                return frame;
            case 1:
                return WithLength(random, frame, 0);
            case 2:
                return WithLength(random, frame, 4);
            case 3:
                return frame[..random.Next(frame.Length)];
            case 4:
                var other = Any(random, genuine);
                return [.. frame[..random.Next(frame.Length)], .. other[random.Next(other.Length)..]];
            case 5:
                random.NextBytes(frame.AsSpan(random.Next(frame.Length)));
                return frame;
            default:
                return WithMessage(random, frame);
        }
    }

    /// <summary>Changes the message only: the frame stays a frame, so that the change gets as far as it can.</summary>
    private static byte[] WithMessage(Random random, byte[] frame)
    {
        var header = BinaryPrimitives.ReadInt32LittleEndian(frame);
        var message = frame[FrameReader.PrefixBytes..(FrameReader.PrefixBytes + header)];
        var payload = frame[(FrameReader.PrefixBytes + header)..];
        for (var changes = random.Next(1, 4); changes > 0 && message.Length > 0; changes--)
        {
            var at = random.Next(message.Length);
            switch (random.Next(5))
            {
                case 0: message[0] = (byte)((random.Next(16) << 3) | 2); break;
                case 1: message[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: message[at] = (byte)random.Next(256); break;
                case 3: message = [.. message[..at], .. Number(random), .. message[(at + 1)..]]; break;
                default: message = [.. message[..at], .. message[random.Next(message.Length)..]]; break;
            }
        }

        return [.. Member.Prefix((uint)message.Length, (uint)payload.Length), .. message, .. payload];
    }

    private static byte[] WithLength(Random random, byte[] frame, int at)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(frame.AsSpan(at));
        var changed = random.Next(3) switch
        {
            0 => length + (uint)random.Next(-16, 17),
            1 => (uint)random.NextInt64() >> random.Next(32),
            _ => random.GetItems<uint>([0, 1, int.MaxValue, uint.MaxValue, 1u << 31, (256 << 20) + 1], 1)[0],
        };
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(at), changed);
        return frame;
    }

    /// <summary>A number of any size and sign, as messages hold them.</summary>
    private static byte[] Number(Random random)
    {
        List<byte> bytes = [];
        var left = unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)) >> random.Next(64);
        for (; left >= 0x80; left >>= 7)
        {
            bytes.Add((byte)(left | 0x80));
        }

        return [.. bytes, (byte)left];
    }

    private static byte[] Any(Random random, byte[][] genuine) => genuine[random.Next(genuine.Length)];
}

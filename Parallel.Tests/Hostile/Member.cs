using System.Buffers.Binary;
using Google.Protobuf;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Hostile;

/// <summary>A peer that has proved itself and then says whatever a test likes.</summary>
internal sealed class Member(string id, Stream stream, FrameReader reader) : IAsyncDisposable
{
    public string Id => id;

    public Stream Stream => stream;

    public Task SayAsync(ToDispatcher message, params byte[] payload) => SendAsync(Frame(message, payload));

    /// <summary>Sends bytes as they are; it may have been sent away before it has said all.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> bytes) => Streams.WriteAsync(stream, bytes);

    /// <summary>Waits for a message of the dispatcher that a condition holds for.</summary>
    public async Task<ToWorker> HearAsync(Func<ToWorker, bool> which)
    {
        using var limit = new CancellationTokenSource(Gate.Limit);
        while (true)
        {
            var frame = await reader.ReadAsync(ToWorker.Parser, FrameLimits.Member, limit.Token)
                ?? throw new EndOfStreamException($"{id} was sent away");
            if (which(frame.Message))
            {
                return frame.Message;
            }
        }
    }

    /// <summary>Waits for the end of the connection.</summary>
    public Task EndsAsync() => Streams.ReadToEndAsync(stream);

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    /// <summary>A message as it is sent.</summary>
    public static byte[] Frame(IMessage message, ReadOnlySpan<byte> payload)
    {
        var header = message.ToByteArray();
        return [.. Prefix((uint)header.Length, (uint)payload.Length), .. header, .. payload];
    }

    /// <summary>The lengths that come before a message.</summary>
    public static byte[] Prefix(uint header, uint payload)
    {
        var prefix = new byte[FrameReader.PrefixBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(prefix, header);
        BinaryPrimitives.WriteUInt32LittleEndian(prefix.AsSpan(4), payload);
        return prefix;
    }
}

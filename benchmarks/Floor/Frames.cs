using System.Net.Sockets;

namespace Floor;

/// <summary>Whole frames over a stream socket.</summary>
internal static class Frames
{
    public static async ValueTask SendAllAsync(this Socket socket, ReadOnlyMemory<byte> frame)
    {
        while (frame.Length > 0)
        {
            frame = frame[await socket.SendAsync(frame)..];
        }
    }

    /// <summary>Fills the frame; false where the other side has closed before its first byte.</summary>
    public static async ValueTask<bool> ReceiveAllAsync(this Socket socket, Memory<byte> frame)
    {
        for (var rest = frame; rest.Length > 0;)
        {
            var received = await socket.ReceiveAsync(rest);
            if (received == 0)
            {
                return rest.Length == frame.Length ? false : throw new EndOfStreamException("half a frame arrived");
            }

            rest = rest[received..];
        }

        return true;
    }
}

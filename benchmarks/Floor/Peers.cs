using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Floor;

/// <summary>The far side of each measurement.</summary>
internal static class Peers
{
    public static async Task ServeAsync(string mode, string socketPath)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath));
        await (mode switch
        {
            "pingpong" => AnswerFromSecondThreadAsync(socket),
            "items" => ServeAsync(socket, Items.FrameBytes, Square),
            "echo" => ServeAsync(socket, Echo.FrameBytes, static _ => { }),
            _ => throw new ArgumentException($"unknown mode {mode}"),
        });
    }

    /// <summary>Network on one thread, work on another, as every worker that runs foreign code must have it.</summary>
    private static async Task AnswerFromSecondThreadAsync(Socket socket)
    {
        var frame = new byte[PingPong.FrameBytes];
        using var arrived = new SemaphoreSlim(0);
        var closed = false;
        var second = new Thread(() =>
        {
            for (arrived.Wait(); !closed; arrived.Wait())
            {
                // One outstanding frame fits the socket's buffer: the send completes at once.
                socket.SendAllAsync(frame).AsTask().GetAwaiter().GetResult();
            }
        });
        second.Start();
        while (await socket.ReceiveAllAsync(frame))
        {
            arrived.Release();
        }

        closed = true;
        arrived.Release();
        second.Join();
    }

    private static async Task ServeAsync(Socket socket, int frameBytes, Action<byte[]> work)
    {
        var frame = new byte[frameBytes];
        while (await socket.ReceiveAllAsync(frame))
        {
            work(frame);
            await socket.SendAllAsync(frame);
        }
    }

    private static void Square(byte[] frame)
    {
        foreach (ref var item in MemoryMarshal.Cast<byte, long>(frame.AsSpan()))
        {
            item *= item;
        }
    }
}

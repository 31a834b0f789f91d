using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Hostile;

/// <summary>The other end of a connection, as a peer sees it that may be sent away at any time.</summary>
internal static class Streams
{
    public static async Task ReadToEndAsync(Stream stream)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer).AsTask().Soon() > 0)
            {
                // Whatever it is told before the end.
            }
        }
        catch (IOException)
        {
            // Closed with unread bytes: a reset.
        }
    }

    public static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await stream.WriteAsync(bytes).AsTask().Soon();
        }
        catch (IOException)
        {
            // Sent away before it had said all.
        }
    }
}

using System.Net.Sockets;

namespace ParallelCompute.Runtime.Connections;

/// <summary>
/// A socket whose reads wait on the calling thread, for the one thread of a silo that serves its network.
/// </summary>
/// <remarks>
/// The kernel wakes that thread itself: an asynchronous read would go through the runtime's polling thread and then
/// through one of the pool, and the pool belongs to user code. Ended by disposing it, from any thread.
/// </remarks>
internal sealed class BlockingStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Read(buffer.Span));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }
}

using ParallelCompute.Engines;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>A worker at the other end of a connection.</summary>
internal sealed class WorkerLink(string id, Connection<ToDispatcher> connection) : IWorkerGrain
{
    /// <summary>Bounds the memory of parts of blobs that a worker asks for and does not take.</summary>
    private const int MostBehindParts = 8192;

    public string Id => id;

    public Connection<ToDispatcher> Connection => connection;

    /// <summary>Tells the worker to leave.</summary>
    public void Stop(TimeSpan grace) =>
        Receive(new ToWorker { Stop = new Stop { GraceMs = (long)grace.TotalMilliseconds } }, default);

    public void Receive(ToWorker message, ReadOnlyMemory<byte> payload)
    {
        if (message.BodyCase == ToWorker.BodyOneofCase.BlobPart && connection.Waiting >= MostBehindParts)
        {
            connection.Close("it does not take what it asks for");
            return;
        }

        connection.Send(message, payload);
    }
}

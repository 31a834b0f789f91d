using ParallelCompute.Engines;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>A worker at the other end of a connection.</summary>
internal sealed class WorkerLink(string id, Connection<ToDispatcher> connection) : IWorkerGrain
{
    public string Id => id;

    public Connection<ToDispatcher> Connection => connection;

    public void Receive(ToWorker message, ReadOnlyMemory<byte> payload) => connection.Send(message, payload);
}

using ParallelCompute.Execution;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime;

/// <summary>A worker's voice: its connection.</summary>
internal sealed class ConnectionReporter(Connection<ToWorker> connection) : IReporter
{
    public void Say(ToDispatcher message, ReadOnlyMemory<byte> payload) => connection.Send(message, payload);
}

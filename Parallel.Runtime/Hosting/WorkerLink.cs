using ParallelCompute.Engines;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>A worker at the other end of a connection.</summary>
internal sealed class WorkerLink(Hello hello, Connection<ToDispatcher> connection) : IWorkerGrain
{
    /// <summary>Bounds the memory of parts of blobs that a worker asks for and does not take.</summary>
    private const int MostBehindParts = 8192;

    private volatile bool _isSuperseded;

    public string Id => hello.Worker;

    /// <summary>Another process has joined in its place: only its results still count.</summary>
    public bool IsSuperseded
    {
        get => _isSuperseded;
        set => _isSuperseded = value;
    }

    public Connection<ToDispatcher> Connection => connection;

    /// <summary>Whether it is that process.</summary>
    public bool IsOf(string host, int process) => hello.Host == host && hello.Process == process;

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

using ParallelCompute.Wire;

namespace ParallelCompute.Dispatch;

/// <summary>A worker that waits for its turn with a blob, or has it.</summary>
internal sealed class BlobNeed(long id, Worker worker, Session session, Blob blob)
{
    public long Id => id;

    public Worker Worker => worker;

    public Session Session => session;

    public Blob Blob => blob;

    /// <summary>Workers of one node take turns with one blob.</summary>
    public (string Node, Google.Protobuf.ByteString Hash) Line => (worker.Node, blob.Sha256);

    /// <summary>Where the bytes end that were asked for so far: none is sent twice in a turn.</summary>
    public long Asked { get; set; }

    /// <summary>Parts asked for and not answered yet.</summary>
    public int Parts { get; set; }

    /// <summary>Ends a turn in which nothing happens; null while there is no turn.</summary>
    public IDisposable? Limit { get; set; }
}

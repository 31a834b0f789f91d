using ParallelCompute.Wire;

namespace ParallelCompute.Clusters;

/// <summary>Keeps blobs on a shelf until it is disposed.</summary>
internal sealed class BlobHold(BlobShelf shelf, IReadOnlyList<Blob> blobs) : IDisposable
{
    private int _isOver;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            shelf.Release(blobs);
        }
    }
}

using ParallelCompute.Wire;

namespace ParallelCompute.Blobs;

/// <summary>The blobs of one client.</summary>
internal sealed class SessionBlobs(IBlobs blobs, long session)
{
    /// <inheritdoc cref="IBlobs.Read"/>
    public ReadOnlyMemory<byte> Read(Blob blob) => blobs.Read(session, blob);

    /// <inheritdoc cref="IBlobs.Fetch"/>
    public string Fetch(Blob blob) => blobs.Fetch(session, blob);
}

using ParallelCompute.Wire;

namespace ParallelCompute.Blobs;

/// <summary>Blobs that clients name, fetched where this node does not have them yet.</summary>
/// <remarks>
/// Both calls block until the bytes are there: for threads of user code, never for those of the network.
/// </remarks>
internal interface IBlobs
{
    /// <summary>The bytes of a value. They are kept on the node as long as workers of the cluster are.</summary>
    /// <exception cref="ShippingException">They cannot be had.</exception>
    ReadOnlyMemory<byte> Read(long session, Blob blob);

    /// <summary>
    /// The path of a file with the bytes of code, which stays while this worker lives. The user's clusters share it.
    /// </summary>
    /// <exception cref="ShippingException">It cannot be had.</exception>
    string Fetch(long session, Blob blob);
}

using ParallelCompute.Wire;

namespace ParallelCompute.Blobs;

/// <summary>Brings content to this worker that a client has.</summary>
internal interface IBlobs
{
    /// <summary>Has the content in a file here; blocks the calling thread, which must be one of user code.</summary>
    /// <returns>The path of a verified file.</returns>
    /// <exception cref="ShippingException">It could not be brought here.</exception>
    string Fetch(long session, Blob blob);
}

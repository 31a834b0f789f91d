using System.Security.Cryptography;
using ParallelCompute.Wire;

namespace ParallelCompute.Blobs;

/// <summary>File names of blobs: digits and letters from a to f, whatever came over the wire.</summary>
internal static class BlobName
{
    /// <exception cref="ShippingException">There is no blob of that hash and size.</exception>
    public static string Of(Blob blob) => blob is { Sha256.Length: SHA256.HashSizeInBytes, Size: >= 0 }
        ? Convert.ToHexStringLower(blob.Sha256.Span)
        : throw new ShippingException(
            $"a blob of {blob.Size} bytes with a hash of {blob.Sha256.Length} bytes is named; that cannot be");
}

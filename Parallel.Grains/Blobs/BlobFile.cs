using System.Security.Cryptography;
using ParallelCompute.Wire;

namespace ParallelCompute.Blobs;

/// <summary>A blob that is being received. It is seen by others when it is complete and its hash is right.</summary>
internal sealed class BlobFile : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Blob _blob;
    private readonly string _path;
    private readonly string _part;
    private readonly FileStream _file;
    private bool _isComplete;

    /// <summary>Takes the room for all of it on the disk.</summary>
    /// <param name="blob">What will be written.</param>
    /// <param name="path">Where it will be.</param>
    public BlobFile(Blob blob, string path)
    {
        (_blob, _path, _part) = (blob, path, $"{path}.{Guid.NewGuid():N}{BlobStore.Unfinished}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0,
            PreallocationSize = blob.Size,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = PrivateFolder.FileMode;
        }

        _file = new FileStream(_part, options);
    }

    /// <summary>Bytes written.</summary>
    public long Written { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _blob.Size - Written)
        {
            throw new ShippingException($"more bytes arrived than the {_blob.Size} of the blob");
        }

        _file.Write(bytes);
        _hash.AppendData(bytes);
        Written += bytes.Length;
    }

    /// <summary>Makes the blob visible under its name.</summary>
    /// <exception cref="ShippingException">What was written is not the blob.</exception>
    public void Complete()
    {
        if (Written != _blob.Size || !_blob.Sha256.Span.SequenceEqual(_hash.GetHashAndReset()))
        {
            throw new ShippingException($"{Written} bytes arrived that are not blob {BlobName.Of(_blob)}");
        }

        // Before it is closed: until then its lock keeps it from being taken for a leftover, and from being read.
        File.Move(_part, _path, overwrite: true);
        _isComplete = true;
        _file.Dispose();
    }

    public void Dispose()
    {
        if (!_isComplete)
        {
            File.Delete(_part);
        }

        _file.Dispose();
        _hash.Dispose();
    }
}

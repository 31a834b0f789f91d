using System.Security.Cryptography;
using ParallelCompute.Wire;

namespace ParallelCompute.Blobs;

/// <summary>Blobs as files of a private folder that many processes share, each named by its hash.</summary>
/// <remarks>
/// Safe for concurrent use. Whatever is read is checked against its hash. Where the folder would outgrow its limit,
/// what was not used for longest goes, unless a process has it open.
/// </remarks>
internal sealed class BlobStore : IDisposable
{
    /// <summary>Ends the names of files that are being written.</summary>
    public const string Unfinished = ".part";

    private readonly string _folder;
    private readonly long _capacity;

    /// <summary>Files whose paths were given away: open, so that no process removes them.</summary>
    private readonly Dictionary<string, FileStream> _kept = [];

    /// <summary>Makes the folder where it is not there.</summary>
    /// <exception cref="ShippingException">The folder cannot be used.</exception>
    public BlobStore(string folder, long capacity)
    {
        PrivateFolder.Make(folder);
        (_folder, _capacity) = (folder, capacity);
    }

    /// <summary>Whether there is a file for the blob; what is in it is checked when it is used.</summary>
    public bool Has(Blob blob) => new FileInfo(PathOf(blob)) is { Exists: true } file && file.Length == blob.Size;

    /// <summary>The bytes of a blob, which an array can hold; null where it is not here.</summary>
    public byte[]? Read(Blob blob)
    {
        using var file = Open(blob);
        if (file is null)
        {
            return null;
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)blob.Size);
        file.ReadExactly(bytes);
        return blob.Sha256.Span.SequenceEqual(SHA256.HashData(bytes)) ? bytes : Spoiled(file);
    }

    /// <summary>The path of a blob's file, which stays until this is disposed; null where it is not here.</summary>
    public string? Find(Blob blob)
    {
        var file = Open(blob);
        if (file is null || (!blob.Sha256.Span.SequenceEqual(SHA256.HashData(file)) && Spoiled(file) is null))
        {
            file?.Dispose();
            return null;
        }

        lock (_kept)
        {
            if (_kept.Remove(file.Name, out var before))
            {
                before.Dispose();
            }

            _kept.Add(file.Name, file);
        }

        return file.Name;
    }

    /// <summary>Begins to write a blob, after making room for it.</summary>
    /// <exception cref="ShippingException">It is larger than the folder may get, or the disk is full.</exception>
    public BlobFile Create(Blob blob)
    {
        var path = PathOf(blob);
        try
        {
            MakeRoom(blob.Size);
            return new BlobFile(blob, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ShippingException($"{blob.Size:N0} bytes cannot be stored in {_folder}: {e.Message} " +
                "Set local_directory to a folder with more room.", null, e);
        }
    }

    public void Dispose()
    {
        lock (_kept)
        {
            foreach (var file in _kept.Values)
            {
                file.Dispose();
            }

            _kept.Clear();
        }
    }

    private string PathOf(Blob blob) => Path.Combine(_folder, BlobName.Of(blob));

    private FileStream? Open(Blob blob)
    {
        try
        {
            // Shared: the lock that goes with it keeps the file from being removed.
            var file = new FileStream(PathOf(blob), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (file.Length != blob.Size)
            {
                Spoiled(file);
                file.Dispose();
                return null;
            }

            File.SetLastWriteTimeUtc(file.SafeFileHandle, TimeProvider.System.GetUtcNow().UtcDateTime);
            return file;
        }
        catch (IOException)
        {
            // It is not there, or is being removed right now.
            return null;
        }
    }

    private static byte[]? Spoiled(FileStream file)
    {
        File.Delete(file.Name);
        return null;
    }

    private void MakeRoom(long size)
    {
        if (size > _capacity)
        {
            throw new ShippingException(
                $"{size:N0} bytes are more than the {_capacity:N0} that a worker keeps on disk");
        }

        var files = new DirectoryInfo(_folder).GetFiles().Where(f => f.Exists).ToArray();
        var taken = files.Sum(f => f.Length);
        foreach (var file in files.OrderBy(f => f.Extension != Unfinished).ThenBy(f => f.LastWriteTimeUtc))
        {
            // Unfinished files that nobody has open are those of processes that died.
            if ((file.Extension == Unfinished || taken + size > _capacity) && TryRemove(file.FullName))
            {
                taken -= file.Length;
            }
        }

        if (taken + size > _capacity)
        {
            throw new ShippingException(
                $"{size:N0} bytes do not fit into {_folder}: {taken:N0} of {_capacity:N0} bytes are in use");
        }
    }

    private static bool TryRemove(string path)
    {
        try
        {
            // Not shared: fails while a process has it open.
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

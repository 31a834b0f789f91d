using System.Security.Cryptography;
using Google.Protobuf;
using ParallelCompute.Code;
using ParallelCompute.Wire;

namespace ParallelCompute.Shipping;

/// <summary>What a file of the program holds, as it was when it was first looked at.</summary>
/// <remarks>
/// Safe for concurrent use. Assemblies are kept in memory; native libraries, which may be large, are not.
/// </remarks>
internal sealed class FileContent(CodeFile file)
{
    private readonly Lock _gate = new();
    private byte[]? _bytes;
    private Blob? _blob;
    private ShippingException? _failure;

    /// <summary>Reads an assembly now, so that later changes of its file do not matter.</summary>
    public void Keep()
    {
        lock (_gate)
        {
            try
            {
                ReadAll();
            }
            catch (ShippingException e)
            {
                // Told to the worker that needs the file; most are never needed by any.
                _failure = e;
            }
        }
    }

    /// <summary>The content's identity.</summary>
    /// <exception cref="ShippingException">The file is not what the program started with.</exception>
    public Blob Identify()
    {
        lock (_gate)
        {
            return _failure is null ? _blob ??= Hash() : throw _failure;
        }
    }

    /// <summary>A part of the content that <see cref="Identify"/> named.</summary>
    /// <exception cref="ShippingException">The file has changed meanwhile.</exception>
    public ReadOnlyMemory<byte> Read(long offset, int count)
    {
        if (_bytes is not null)
        {
            return _bytes.AsMemory((int)offset, count);
        }

        using var content = OpenUnchanged();
        var part = new byte[count];
        content.Seek(offset, SeekOrigin.Begin);
        content.ReadExactly(part);
        return part;
    }

    private Blob Hash()
    {
        if (file.Kind == CodeKind.Assembly)
        {
            var bytes = ReadAll();
            if (!file.Mvid.IsEmpty)
            {
                var image = new MemoryStream(bytes, writable: false);
                ModuleVersions.Check(file.Path, file.Mvid.Span, ModuleVersions.Read(image, file.Path));
            }

            return new Blob { Sha256 = ByteString.CopyFrom(SHA256.HashData(bytes)), Size = bytes.Length };
        }

        using var content = OpenUnchanged();
        return new Blob { Sha256 = ByteString.CopyFrom(SHA256.HashData(content)), Size = content.Length };
    }

    private byte[] ReadAll()
    {
        if (_bytes is not null)
        {
            return _bytes;
        }

        using var content = file.Mvid.IsEmpty ? OpenUnchanged() : OpenFile();
        var bytes = new byte[content.Length];
        content.ReadExactly(bytes);
        return _bytes = bytes;
    }

    private FileStream OpenUnchanged()
    {
        var content = OpenFile();
        if (FileStamp.Of(file.Path) == new FileStamp(file.Size, file.Written))
        {
            return content;
        }

        content.Dispose();
        throw new ShippingException(
            $"the file {file.Path} has changed since the client was opened; start the program again");
    }

    private FileStream OpenFile()
    {
        try
        {
            return File.OpenRead(file.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ShippingException($"the file {file.Path} cannot be read: {e.Message}", null, e);
        }
    }
}

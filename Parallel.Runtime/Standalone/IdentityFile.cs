using Google.Protobuf;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Standalone;

/// <summary>Who a standalone dispatcher is, in a file that only its owner can read; held as long as it runs.</summary>
internal sealed class IdentityFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MostBytes = 64 * 1024;
    private const int SecretBytes = 32;

    private readonly string _path;
    private readonly FileStream _file;

    private IdentityFile(string path, FileStream file, Identity? kept) => (_path, _file, Kept) = (path, file, kept);

    /// <summary>Who a dispatcher was that was killed; null where there is none to be again.</summary>
    public Identity? Kept { get; }

    /// <summary>Opens the file beside the credentials, or makes it.</summary>
    /// <exception cref="LaunchException">It cannot be used, or another dispatcher uses it.</exception>
    public static IdentityFile Open(string credentials)
    {
        var path = $"{credentials}.dispatcher";
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        FileStream? file = null;
        try
        {
            file = new FileStream(path, options);
            return new IdentityFile(path, file, Read(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidProtocolBufferException)
        {
            file?.Dispose();
            throw new LaunchException(
                $"The file {path} cannot be used: {e.Message} Is a dispatcher running with these credentials? " +
                "If none is, remove the file.", e);
        }
    }

    public void Write(Identity identity)
    {
        _file.SetLength(0);
        _file.Write(identity.ToByteArray());
        _file.Flush(flushToDisk: true);
    }

    /// <summary>The cluster is over: nobody is to be this one again.</summary>
    public void Remove() => File.Delete(_path);

    public void Dispose() => _file.Dispose();

    private static Identity? Read(FileStream file)
    {
        if (file.Length == 0)
        {
            return null;
        }

        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file.SafeFileHandle) != OwnerOnly)
        {
            throw new IOException("others may use it.");
        }

        var bytes = new byte[Math.Min(file.Length, MostBytes)];
        file.ReadExactly(bytes);
        var identity = Identity.Parser.ParseFrom(bytes);
        return identity.Ticket is { Secret.Length: SecretBytes, Cluster.Length: > 0 } ? identity
            : throw new IOException("it is damaged.");
    }
}

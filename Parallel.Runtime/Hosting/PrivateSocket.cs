using System.Net.Sockets;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>A listening Unix socket in a folder that only its owner can enter.</summary>
internal sealed class PrivateSocket : IDisposable
{
    /// <summary>The kernel keeps 108 bytes for a socket's path, with the zero at its end (unix(7)).</summary>
    private const int LongestPath = 107;
    private const int Backlog = 512;

    private readonly string _folder;
    private readonly Socket _socket;

    private PrivateSocket(string folder, Socket socket) => (_folder, _socket) = (folder, socket);

    public string Path => System.IO.Path.Combine(_folder, "dispatcher");

    /// <exception cref="LaunchException">The folder cannot be made, or the socket not be bound.</exception>
    public static PrivateSocket Listen(string cluster)
    {
        var name = $"parallel-{cluster}";
        var root = System.IO.Path.GetTempPath();
        // A long temporary folder (TMPDIR) leaves no room for the socket's name.
        root = System.IO.Path.Combine(root, name, "dispatcher").Length <= LongestPath ? root : "/tmp";
        var folder = System.IO.Path.Combine(root, name);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                // Fails where somebody else made it first: CreateDirectory accepts what exists, so the mode is checked.
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                CheckOwned(folder);
            }

            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            var listening = new PrivateSocket(folder, socket);
            socket.Bind(new UnixDomainSocketEndPoint(listening.Path));
            socket.Listen(Backlog);
            return listening;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            throw new LaunchException($"The private folder {folder} for the cluster's socket cannot be used: {e.Message}", e);
        }
    }

    public ValueTask<Socket> AcceptAsync(CancellationToken cancellationToken) => _socket.AcceptAsync(cancellationToken);

    public void Dispose()
    {
        _socket.Dispose();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // Somebody else removed it, or holds it; it is empty of secrets.
        }
    }

    private static void CheckOwned(string folder)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
            UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Others) != 0)
        {
            throw new IOException($"{folder} exists already and others can enter it");
        }
    }
}

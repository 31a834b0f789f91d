using System.Net.Sockets;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>A listening Unix socket in a folder that only its owner can enter.</summary>
internal sealed class PrivateSocket : IListener
{
    /// <summary>The kernel keeps 108 bytes for a socket's path, with the zero at its end (unix(7)).</summary>
    private const int LongestPath = 107;
    private const int Backlog = 512;
    private const string SocketName = "dispatcher";

    private readonly string _folder;
    private readonly Socket _socket;

    private PrivateSocket(string folder, Socket socket) => (_folder, _socket) = (folder, socket);

    public IReadOnlyList<Socket> Sockets => [_socket];

    private string Path => System.IO.Path.Combine(_folder, SocketName);

    /// <param name="cluster">The cluster's id, for the folder's name.</param>
    /// <param name="root">Where the folder is made; null: the system's temporary folder.</param>
    /// <exception cref="LaunchException">The folder cannot be made, or the socket not be bound.</exception>
    public static PrivateSocket Listen(string cluster, string? root)
    {
        var folder = System.IO.Path.Combine(root ?? System.IO.Path.GetTempPath(), $"parallel-{cluster}");
        if (System.IO.Path.Combine(folder, SocketName).Length > LongestPath)
        {
            throw new LaunchException($"The cluster's socket {folder}/{SocketName} has a longer path than the " +
                $"{LongestPath} bytes that a Unix socket may have. Set local_directory to a shorter folder.");
        }

        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                // Fails where somebody else made it first: CreateDirectory accepts what exists, so the mode is checked.
                Directory.CreateDirectory(
                    folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
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
            throw new LaunchException(
                $"The folder {folder} for the cluster's socket cannot be used: {e.Message} Set local_directory to a " +
                "folder that you can write to.", e);
        }
    }

    public void Describe(Ticket ticket) => ticket.Addresses.Add($"{Dialer.Unix}{Path}");

    public Task<Stream> OpenAsync(Socket peer, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(Dialer.UnixStream(peer));

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

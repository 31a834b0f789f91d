using System.Net.Sockets;
using ParallelCompute.Blobs;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>A listening Unix socket in the cluster's folder, which only its owner can enter.</summary>
/// <remarks>
/// Where the process ends without disposing of it, the folder goes when the user's next worker starts.
/// </remarks>
internal sealed class PrivateSocket : IListener
{
    /// <summary>The kernel keeps 108 bytes for a socket's path, with the zero at its end (unix(7)).</summary>
    private const int LongestPath = 107;
    private const int Backlog = 512;
    private const string SocketName = "dispatcher";

    private readonly ClusterFolder _folder;
    private readonly string _path;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private PrivateSocket(ClusterFolder folder) =>
        (_folder, _path) = (folder, Path.Combine(folder.Path, SocketName));

    public IReadOnlyList<Socket> Sockets => [_socket];

    /// <param name="cluster">The cluster's id, for the folder's name.</param>
    /// <param name="local">Where the folder is made; null: the system's temporary folder.</param>
    /// <exception cref="LaunchException">The folder cannot be made, or the socket not be bound.</exception>
    public static PrivateSocket Listen(string cluster, string? local)
    {
        PrivateSocket? socket = null;
        try
        {
            socket = new PrivateSocket(ClusterFolder.Enter(BlobFolders.Root(local), cluster));
            socket.Listen();
            return socket;
        }
        catch (Exception e) when (e is ShippingException or SocketException or LaunchException)
        {
            socket?.Dispose();
            throw e as LaunchException ?? new LaunchException($"The cluster's socket cannot be made: {e.Message}", e);
        }
    }

    public void Describe(Identity identity) => identity.Ticket.Addresses.Add($"{Dialer.Unix}{_path}");

    public Task<Stream> OpenAsync(Socket peer, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(Dialer.UnixStream(peer));

    public void Dispose()
    {
        _socket.Dispose();
        _folder.Dispose();
    }

    private void Listen()
    {
        if (_path.Length > LongestPath)
        {
            throw new LaunchException($"The cluster's socket {_path} has a longer path than the {LongestPath} bytes " +
                "that a Unix socket may have. Set local_directory to a shorter folder.");
        }

        // Of a dispatcher that was killed, and is this one again: nobody else has this id.
        File.Delete(_path);
        _socket.Bind(new UnixDomainSocketEndPoint(_path));
        _socket.Listen(Backlog);
    }
}

using System.Diagnostics;
using System.Net.Sockets;

namespace Floor;

/// <summary>A second process of this program, connected by a Unix-domain socket.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    private Peer(Process process, Socket socket) => (_process, Socket) = (process, socket);

    public Socket Socket { get; }

    /// <summary>Starts a process that serves <paramref name="mode"/> and waits until it has connected.</summary>
    public static async Task<Peer> StartAsync(string mode)
    {
        var folder = Directory.CreateTempSubdirectory("floor-");
        try
        {
            var path = Path.Combine(folder.FullName, "s");
            using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen();
            var process = Process.Start(Self.StartInfo("peer", mode, path))!;
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            return new Peer(process, await listener.AcceptAsync(limit.Token));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Closes the connection, at which the process ends.</summary>
    public void Dispose()
    {
        Socket.Dispose();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}

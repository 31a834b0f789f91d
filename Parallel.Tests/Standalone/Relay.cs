using System.Net;
using System.Net.Sockets;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Connections;

namespace ParallelCompute.Tests.Standalone;

/// <summary>A way to a dispatcher on TCP that can be cut.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _target;
    private readonly List<TcpClient> _open = [];
    private readonly Task _accepting;

    /// <param name="credentials">Of the dispatcher.</param>
    /// <param name="copy">The same with this way instead of the dispatcher's address; written here.</param>
    public Relay(string credentials, string copy)
    {
        _listener.Start();
        var ticket = Tickets.Read(CredentialsFile.Read(credentials).Content);
        _target = new IPEndPoint(IPAddress.Loopback, Dialer.PortOf(ticket).First);
        ticket.Addresses.Clear();
        ticket.Addresses.Add(Dialer.TcpAddress("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port));
        CredentialsFile.Write(copy, Tickets.Of(ticket));
        _accepting = AcceptAsync();
    }

    /// <summary>Connections that were made so far.</summary>
    public int Made { get; private set; }

    /// <summary>Cuts all connections.</summary>
    public void Cut()
    {
        lock (_open)
        {
            _open.ForEach(c => c.Dispose());
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await _accepting;
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> copying = [];
        try
        {
            while (true)
            {
                var (near, far) = (await _listener.AcceptTcpClientAsync(), new TcpClient());
                await far.ConnectAsync(_target);
                lock (_open)
                {
                    Made++;
                    _open.AddRange([near, far]);
                }

                var (left, right) = (near.GetStream(), far.GetStream());
                copying.Add(CopyAsync(left, right));
                copying.Add(CopyAsync(right, left));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(copying);
        }
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            await from.CopyToAsync(to);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Cut, or left.
        }

        await to.DisposeAsync();
    }
}

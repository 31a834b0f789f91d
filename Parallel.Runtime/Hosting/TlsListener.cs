using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>Listens on TCP; peers show the certificate that this cluster made for its workers.</summary>
internal sealed class TlsListener : IListener
{
    private readonly TlsEnd _tls;
    private readonly IReadOnlyList<string> _addresses;
    private readonly byte[] _hash;
    private readonly byte[] _certificate;
    private readonly byte[] _key;

    private TlsListener(IReadOnlyList<Socket> sockets, IReadOnlyList<string> addresses)
    {
        (Sockets, _addresses) = (sockets, addresses);
        var own = Certificates.Create("parallel-dispatcher");
        using var worker = Certificates.Create("parallel-worker");
        (_certificate, _key) = (worker.RawData, Certificates.ExportKey(worker));
        _hash = Certificates.Hash(own);
        _tls = new TlsEnd(own, Certificates.Hash(worker));
    }

    public IReadOnlyList<Socket> Sockets { get; }

    /// <exception cref="LaunchException">There is no such interface, no usable address or no free port.</exception>
    public static TlsListener Listen(TcpSettings settings)
    {
        var addresses = MachineAddresses.Usable(settings);
        // A host of its own may be any way to this machine, through a translator of addresses too.
        var everywhere = settings is { Remote: true, Interface: null };
        var sockets = Ports.Listen(everywhere ? [MachineAddresses.Any] : addresses, settings.Ports);
        var port = ((IPEndPoint)sockets[0].LocalEndPoint!).Port;
        // One way to loopback is as good as the other.
        var dialed = settings.Remote ? addresses : addresses.Take(1);
        IEnumerable<string> hosts = settings.Host is { } host ? [host] : dialed.Select(a => a.ToString());
        return new TlsListener(sockets, [.. hosts.Select(h => Dialer.TcpAddress(h, port))]);
    }

    public void Describe(Ticket ticket)
    {
        ticket.Addresses.Add(_addresses);
        ticket.ListenerHash = ByteString.CopyFrom(_hash);
        ticket.Certificate = ByteString.CopyFrom(_certificate);
        ticket.Key = ByteString.CopyFrom(_key);
    }

    public Task<Stream> OpenAsync(Socket peer, CancellationToken cancellationToken)
    {
        peer.NoDelay = true;
        return _tls.AcceptAsync(new NetworkStream(peer, ownsSocket: true), cancellationToken);
    }

    public void Dispose()
    {
        foreach (var socket in Sockets)
        {
            socket.Dispose();
        }

        _tls.Dispose();
    }
}

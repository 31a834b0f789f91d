using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>Listens on TCP; peers show the certificate that this cluster made for its workers.</summary>
internal sealed class TlsListener : IListener
{
    private readonly TlsEnd _tls;
    private readonly IReadOnlyList<string> _addresses;
    private readonly X509Certificate2 _own;
    private readonly byte[] _certificate;
    private readonly byte[] _key;

    private TlsListener(IReadOnlyList<Socket> sockets, IReadOnlyList<string> addresses, Identity? kept)
    {
        (Sockets, _addresses) = (sockets, addresses);
        _own = kept is null ? Certificates.Create("parallel-dispatcher")
            : Certificates.Load(kept.Certificate.Span, kept.Key.Span);
        using var worker = kept is null ? Certificates.Create("parallel-worker")
            : Certificates.Load(kept.Ticket.Certificate.Span, kept.Ticket.Key.Span);
        (_certificate, _key) = (worker.RawData, Certificates.ExportKey(worker));
        _tls = new TlsEnd(_own, Certificates.Hash(worker));
    }

    public IReadOnlyList<Socket> Sockets { get; }

    /// <param name="settings">Where to listen.</param>
    /// <param name="kept">Who to be again, at the same port; null: somebody new.</param>
    /// <exception cref="LaunchException">There is no such interface, no usable address or no free port.</exception>
    public static TlsListener Listen(TcpSettings settings, Identity? kept = null)
    {
        var addresses = MachineAddresses.Usable(settings);
        // A host of its own may be any way to this machine, through a translator of addresses too.
        var everywhere = settings is { Remote: true, Interface: null };
        var before = kept is null ? settings.Ports : Dialer.PortOf(kept.Ticket);
        var sockets = Ports.Listen(everywhere ? [MachineAddresses.Any] : addresses, before);
        var port = ((IPEndPoint)sockets[0].LocalEndPoint!).Port;
        // One way to loopback is as good as the other.
        var dialed = settings.Remote ? addresses : addresses.Take(1);
        IEnumerable<string> hosts = settings.Host is { } host ? [host] : dialed.Select(a => a.ToString());
        return new TlsListener(sockets, [.. hosts.Select(h => Dialer.TcpAddress(h, port))], kept);
    }

    public void Describe(Identity identity)
    {
        var ticket = identity.Ticket;
        ticket.Addresses.Add(_addresses);
        ticket.ListenerHash = ByteString.CopyFrom(Certificates.Hash(_own));
        ticket.Certificate = ByteString.CopyFrom(_certificate);
        ticket.Key = ByteString.CopyFrom(_key);
        identity.Certificate = ByteString.CopyFrom(_own.RawData);
        identity.Key = ByteString.CopyFrom(Certificates.ExportKey(_own));
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

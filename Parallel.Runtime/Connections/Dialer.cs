using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Connections;

/// <summary>A silo's way to its dispatcher, by the addresses of its ticket.</summary>
internal static class Dialer
{
    public const string Unix = "unix:";
    private const string Tcp = "tcp:";
    private const int UnixSendBytes = 1 << 20;

    /// <summary>How an address of a listener on TCP is written in a ticket.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="port">The port.</param>
    public static string TcpAddress(string host, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{Tcp}{(host.Contains(':') ? $"[{host}]" : host)}:{port}");

    /// <summary>The first address of a ticket that is dialed by TCP; null: none is.</summary>
    public static string? FirstTcp(Ticket ticket) => Of(ticket, Tcp).FirstOrDefault();

    /// <summary>The ticket as one who reaches the dispatcher at another address needs it.</summary>
    public static Ticket Elsewhere(Ticket ticket, string address)
    {
        var other = ticket.Clone();
        other.Addresses.Clear();
        other.Addresses.Add(Tcp + address);
        return other;
    }

    /// <summary>The port of a ticket's addresses, which all have the same.</summary>
    /// <exception cref="LaunchException">There is none.</exception>
    public static PortRange PortOf(Ticket ticket) =>
        Of(ticket, Tcp) is [var first, ..] &&
        ushort.TryParse(first[(first.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture, out var port)
            ? new PortRange(port, port) : throw new LaunchException("what was kept of the dispatcher has no port");

    /// <exception cref="IOException">No address leads to the dispatcher; what was found at each is told.</exception>
    /// <exception cref="ProtocolException">The ticket holds nothing that can be dialed.</exception>
    public static Task<Stream> DialAsync(Ticket ticket, TimeSpan limit) =>
        Of(ticket, Unix) is [var path, ..] ? Task.FromResult<Stream>(DialUnix(path)) : DialTlsAsync(ticket, limit);

    // Apart: what needs TLS in its code loads it, used or not.
    private static async Task<Stream> DialTlsAsync(Ticket ticket, TimeSpan limit)
    {
        if (Of(ticket, Tcp) is not { Count: > 0 } addresses)
        {
            throw new ProtocolException("the join ticket holds no address that this version can dial");
        }

        using var tls = new TlsEnd(
            Certificates.Load(ticket.Certificate.Span, ticket.Key.Span), ticket.ListenerHash.ToByteArray());
        return await new TlsDialer(tls).DialAsync(addresses, limit);
    }

    /// <summary>A connected Unix socket as a stream, which owns it.</summary>
    public static NetworkStream UnixStream(Socket socket)
    {
        // A large array in fewer pieces, each of which wakes both ends; the system grants what it allows.
        socket.SendBufferSize = UnixSendBytes;
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static List<string> Of(Ticket ticket, string scheme) =>
        [.. from address in ticket.Addresses
            where address.StartsWith(scheme, StringComparison.Ordinal)
            select address[scheme.Length..]];

    private static NetworkStream DialUnix(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return UnixStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

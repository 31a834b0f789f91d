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

    /// <summary>How an address of a listener on TCP is written in a ticket.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="port">The port.</param>
    public static string TcpAddress(string host, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{Tcp}{(host.Contains(':') ? $"[{host}]" : host)}:{port}");

    /// <exception cref="IOException">No address leads to the dispatcher; what was found at each is told.</exception>
    /// <exception cref="ProtocolException">The ticket holds nothing that can be dialed.</exception>
    public static async Task<Stream> DialAsync(Ticket ticket, TimeSpan limit)
    {
        if (Of(ticket, Unix) is [var path, ..])
        {
            return DialUnix(path);
        }

        if (Of(ticket, Tcp) is not { Count: > 0 } addresses)
        {
            throw new ProtocolException("the join ticket holds no address that this version can dial");
        }

        using var tls = new TlsEnd(
            Certificates.Load(ticket.Certificate.Span, ticket.Key.Span), ticket.ListenerHash.ToByteArray());
        return await new TlsDialer(tls).DialAsync(addresses, limit);
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
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>Finds a port that is free on every address.</summary>
internal static class Ports
{
    private const int Backlog = 512;

    /// <summary>The system's choice for the first address may be taken on another one.</summary>
    private const int Choices = 16;

    /// <summary>A listening socket for each address, all on the first port of the range that is free.</summary>
    /// <exception cref="LaunchException">None is.</exception>
    public static IReadOnlyList<Socket> Listen(IReadOnlyList<IPAddress> addresses, PortRange ports)
    {
        var reason = "";
        var (first, count) = ports.Last == 0 ? (0, Choices) : (ports.First, ports.Last - ports.First + 1);
        for (var i = 0; i < count; i++)
        {
            List<Socket> sockets = [];
            try
            {
                var port = first == 0 ? 0 : first + i;
                foreach (var address in addresses)
                {
                    sockets.Add(Listen(address, port));
                    port = ((IPEndPoint)sockets[0].LocalEndPoint!).Port;
                }

                return sockets;
            }
            catch (SocketException e)
            {
                reason = e.Message;
                sockets.ForEach(s => s.Dispose());
            }
        }

        throw new LaunchException(
            $"No port of {(first == 0 ? "the system's choice" : ports)} can be listened on at " +
            $"{string.Join(", ", addresses)}: {reason}. Set port to a range with free ports, or to 0 for any.");
    }

    private static Socket Listen(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                // "Any" of IPv6 is to hear IPv4 too; each other address is alone.
                socket.DualMode = address.Equals(IPAddress.IPv6Any);
            }

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

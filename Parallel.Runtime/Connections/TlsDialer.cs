using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ParallelCompute.Runtime.Connections;

/// <summary>Tries the addresses of a listener; the first that proves to be it wins.</summary>
/// <remarks>
/// They are tried in their order, each a moment after the one before or as soon as that has failed: a machine may have
/// addresses that lead nowhere, or elsewhere.
/// </remarks>
internal sealed class TlsDialer(TlsEnd tls)
{
    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(500);

    private readonly List<string> _failures = [];

    /// <param name="addresses">Each <c>host:port</c>, an address of IPv6 in brackets.</param>
    /// <param name="limit">For all of them together.</param>
    /// <exception cref="IOException">None is the listener; what was found at each is told.</exception>
    public async Task<Stream> DialAsync(IReadOnlyList<string> addresses, TimeSpan limit)
    {
        using var end = new CancellationTokenSource(limit);
        var targets = new Queue<IPEndPoint>(await ResolveAsync(addresses, end.Token));
        List<Task<Stream?>> trying = [];
        while (targets.Count > 0 || trying.Count > 0)
        {
            if (targets.TryDequeue(out var target))
            {
                trying.Add(TryAsync(target, end.Token));
            }

            var ended = Task.WhenAny(trying);
            if (targets.Count > 0 && await Task.WhenAny(ended, Task.Delay(Stagger, end.Token)) != ended)
            {
                continue;
            }

            var first = await ended;
            trying.Remove(first);
            if (await first is { } stream)
            {
                await end.CancelAsync();
                foreach (var late in await Task.WhenAll(trying))
                {
                    late?.Dispose();
                }

                return stream;
            }
        }

        throw new IOException(
            $"the dispatcher was not found at any of its addresses: {string.Join("; ", _failures)}");
    }

    private async Task<List<IPEndPoint>> ResolveAsync(IReadOnlyList<string> addresses, CancellationToken cancelled)
    {
        List<IPEndPoint> targets = [];
        foreach (var address in addresses)
        {
            var colon = address.LastIndexOf(':');
            if (colon < 0 || !ushort.TryParse(address[(colon + 1)..], CultureInfo.InvariantCulture, out var port))
            {
                throw new ProtocolException($"the join ticket holds the address {address} without a port");
            }

            var host = address[..colon].Trim('[', ']');
            try
            {
                var found = await Dns.GetHostAddressesAsync(host, cancelled);
                targets.AddRange(found.Select(a => new IPEndPoint(a, port)));
            }
            catch (Exception e) when (e is SocketException or ArgumentException or OperationCanceledException)
            {
                Fail(host, e.Message);
            }
        }

        return targets;
    }

    /// <summary>Null where the target is not the listener.</summary>
    private async Task<Stream?> TryAsync(IPEndPoint target, CancellationToken cancelled)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancelled);
            return await tls.DialAsync(new NetworkStream(socket, ownsSocket: true), cancelled);
        }
        catch (Exception e)
        {
            // Whoever answers there may answer anything; another address may still be the right one.
            socket.Dispose();
            Fail(target, cancelled.IsCancellationRequested ? "no answer in time" : e.GetBaseException().Message);
            return null;
        }
    }

    private void Fail(object target, string reason)
    {
        lock (_failures)
        {
            _failures.Add($"{target}: {reason}");
        }
    }
}

using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Runtime;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Connections;

/// <summary>Where an engine listens, and how silos find it.</summary>
public sealed class TlsAddressTests
{
    [Fact]
    public async Task Without_remote_workers_only_loopback_is_listened_on()
    {
        await using var engine = await TlsEngine.StartAsync();
        Assert.True(IPAddress.IsLoopback(IPEndPoint.Parse(Assert.Single(engine.Addresses)).Address));
        foreach (var address in await Dns.GetHostAddressesAsync(Dns.GetHostName()))
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (!IPAddress.IsLoopback(address))
            {
                await Assert.ThrowsAnyAsync<SocketException>(() => socket.ConnectAsync(address, engine.Port));
            }
        }
    }

    [SkippableFact]
    public async Task Remote_workers_join_at_each_address_of_the_machine()
    {
        Component.Need(HasAddress(a => !IPAddress.IsLoopback(a) && !a.IsIPv6LinkLocal), "an address beside loopback");
        await using var engine = await TlsEngine.StartAsync(new TcpSettings(Remote: true));
        Assert.NotEmpty(engine.Addresses);
        for (var i = 0; i < engine.Addresses.Length; i++)
        {
            var address = IPEndPoint.Parse(engine.Addresses[i]).Address;
            Assert.False(IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal, $"{address}");
            await using var joined = await engine.JoinAsync($"w{i}", engine.Addresses[i]);
        }
    }

    [SkippableFact]
    public async Task Workers_join_over_ipv6()
    {
        Component.Need(HasAddress(a => a.Equals(IPAddress.IPv6Loopback)), "a loopback address of IPv6");
        await using var engine = await TlsEngine.StartAsync(new TcpSettings(Host: "::1"));
        Assert.Equal([$"[::1]:{engine.Port}"], engine.Addresses);
        await using var joined = await engine.JoinAsync("w1");
    }

    [Fact]
    public async Task Workers_dial_the_host_that_was_set()
    {
        await using var engine = await TlsEngine.StartAsync(new TcpSettings(Host: "localhost"));
        Assert.Equal([$"localhost:{engine.Port}"], engine.Addresses);
        await using var joined = await engine.JoinAsync("w1");
    }

    [Fact]
    public async Task An_unknown_interface_is_refused_with_those_there_are()
    {
        var refused = await Assert.ThrowsAsync<LaunchException>(
            () => TlsEngine.StartAsync(new TcpSettings(Interface: "ib77")));
        Assert.Matches("^There is no network interface ib77\\. Set interface to one of these: .*lo", refused.Message);
    }

    [Fact]
    public async Task An_interface_without_a_usable_address_is_refused()
    {
        var refused = await Assert.ThrowsAsync<LaunchException>(
            () => TlsEngine.StartAsync(new TcpSettings(Remote: true, Interface: "lo")));
        Assert.StartsWith("The network interface lo has no address that other machines can dial.", refused.Message);
    }

    [Fact]
    public async Task An_interface_is_listened_on_alone()
    {
        await using var engine = await TlsEngine.StartAsync(new TcpSettings(Interface: "lo"));
        await using var joined = await engine.JoinAsync("w1");
    }

    [Fact]
    public async Task The_first_free_port_of_a_range_is_taken_and_none_is_refused()
    {
        // Two engines on ports that were free a moment ago; others may have taken them meanwhile.
        await using var first = await TlsEngine.StartAsync();
        var range = new PortRange(first.Port, Math.Min(first.Port + 20, ushort.MaxValue));
        await using var second = await TlsEngine.StartAsync(new TcpSettings(Ports: range));
        Assert.InRange(second.Port, range.First + 1, range.Last);
        await using var joined = await second.JoinAsync("w1");

        var taken = new PortRange(first.Port, first.Port);
        var refused = await Assert.ThrowsAsync<LaunchException>(
            () => TlsEngine.StartAsync(new TcpSettings(Ports: taken)));
        Assert.Contains($"No port of {taken} can be listened on at 127.0.0.1", refused.Message);
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_does_not_keep_a_worker_from_the_next()
    {
        await using var engine = await TlsEngine.StartAsync();
        await using var stranger = await TlsEngine.StartAsync();
        using var silent = Silent();
        await using var joined = await engine.JoinAsync(
            "w1", "no-such-host.invalid:1", stranger.Addresses[0], $"{silent.LocalEndPoint}", engine.Addresses[0]);
    }

    [Fact]
    public async Task Every_address_is_named_with_its_failure_where_none_is_right()
    {
        var engine = await TlsEngine.StartAsync();
        using var silent = Silent();
        using var end = TlsEngine.WorkerOf(engine.Ticket);
        var port = engine.Port;
        await engine.DisposeAsync();
        var failed = await Assert.ThrowsAsync<IOException>(() => new TlsDialer(end).DialAsync(
            [$"127.0.0.1:{port}", "no-such-host.invalid:1", $"{silent.LocalEndPoint}"], TimeSpan.FromSeconds(2)));
        Assert.Contains($"127.0.0.1:{port}: Connection refused", failed.Message);
        Assert.Contains("no-such-host.invalid: ", failed.Message);
        Assert.Contains($"{silent.LocalEndPoint}: no answer in time", failed.Message);
    }

    [Theory]
    [InlineData("tcp:127.0.0.1")]
    [InlineData("tcp:127.0.0.1:99999")]
    [InlineData("tcp::")]
    [InlineData("quic:127.0.0.1:1")]
    public async Task A_silo_says_what_is_wrong_with_its_addresses(string address)
    {
        await using var engine = await TlsEngine.StartAsync();
        var ticket = engine.Ticket.Clone();
        ticket.Addresses.Clear();
        ticket.Addresses.Add(address);
        Assert.StartsWith("joining the cluster failed: the join ticket holds", await RunSiloAsync(ticket));
        ticket.Addresses[0] = engine.Ticket.Addresses[0];
        ticket.Key = Google.Protobuf.ByteString.CopyFrom(1, 2, 3);
        Assert.Equal("the join ticket on standard input is damaged", await RunSiloAsync(ticket));
    }

    private static Task<string?> RunSiloAsync(Wire.Ticket ticket)
    {
        var content = Convert.ToBase64String(Google.Protobuf.MessageExtensions.ToByteArray(ticket));
        return BuiltinSilo.RunAsync(new SiloSettings("w1", 1, content, NullLogger.Instance)).Soon();
    }

    /// <summary>Accepts connections and never says a word.</summary>
    private static Socket Silent()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    private static bool HasAddress(Func<IPAddress, bool> condition) =>
        System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(i => i.GetIPProperties().UnicastAddresses).Any(a => condition(a.Address));
}

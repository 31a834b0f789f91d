using ParallelCompute.Tests.Connections;

namespace ParallelCompute.Tests.Hostile;

/// <summary>Over TLS, where strangers do not even get as far as a greeting.</summary>
[Collection(Processes.Name)]
public sealed class TlsStrangerTests(TlsHostileCluster shared)
    : StrangerTests(shared.Cluster), IClassFixture<TlsHostileCluster>
{
    [Fact]
    public async Task Plain_text_on_the_port_is_turned_away()
    {
        await using var stream = await Cluster.ConnectAsync();
        await Streams.WriteAsync(stream, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        await Streams.ReadToEndAsync(stream);
        TheLine("was turned away: ");
    }

    [Fact]
    public async Task The_credentials_of_another_cluster_open_nothing()
    {
        await using var other = await TlsEngine.StartAsync();
        var mixed = other.Ticket.Clone();
        mixed.ListenerHash = Cluster.Ticket.ListenerHash;
        var refused = await Record.ExceptionAsync(async () =>
        {
            await using var stream = await Cluster.OpenAsync(mixed);
            // In TLS 1.3 the dialer has done its part before the listener has seen the certificate.
            await Streams.ReadToEndAsync(stream);
        });
        Assert.True(
            refused is null or IOException or System.Security.Authentication.AuthenticationException, $"{refused}");
        TheLine("was turned away: ");
    }
}

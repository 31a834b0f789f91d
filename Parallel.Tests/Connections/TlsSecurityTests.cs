using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Connections;

/// <summary>Strangers at a listener of TLS: each is logged once and turned away, while workers come and stay.</summary>
public sealed class TlsSecurityTests : IAsyncLifetime
{
    private TlsEngine _engine = null!;
    private Stream _member = null!;

    public async Task InitializeAsync()
    {
        _engine = await TlsEngine.StartAsync();
        _member = await _engine.JoinAsync("w1");
    }

    public async Task DisposeAsync()
    {
        // Whatever the stranger did, the worker from before still hears heartbeats and another one can join.
        Assert.Equal(1, await _member.ReadAsync(new byte[1]).AsTask().Soon());
        await using (await _engine.JoinAsync("w2"))
        {
            await _member.DisposeAsync();
            await _engine.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_peer_without_tls_is_turned_away()
    {
        await SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        AssertLogged(1);
    }

    [Fact]
    public async Task A_peer_that_sends_garbage_is_turned_away()
    {
        var garbage = new byte[64 * 1024];
        new Random(1).NextBytes(garbage);
        await SendAsync(garbage);
        AssertLogged(1);
    }

    [Fact]
    public async Task A_greeting_that_claims_sixteen_megabytes_is_turned_away_before_they_are_read()
    {
        // Records of a handshake of 16 KiB each; the first says that its message is of 0xffffff bytes.
        byte[] record = [0x16, 3, 1, 0x40, 0, .. new byte[0x4000]];
        var greeting = new byte[1024 * record.Length];
        for (var i = 0; i < 1024; i++)
        {
            record.CopyTo(greeting, i * record.Length);
        }

        new byte[] { 1, 0xff, 0xff, 0xff }.CopyTo(greeting, 5);
        await SendAsync(greeting);
        AssertLogged(1);
        Assert.DoesNotContain("within 10 s", _engine.Log[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peers_that_say_nothing_or_one_byte_a_second_are_turned_away_in_time()
    {
        await using var silent = await _engine.ConnectAsync();
        await using var slow = await _engine.ConnectAsync();
        var ends = Task.WhenAll(ReadToEndAsync(silent), ReadToEndAsync(slow));
        using var pulse = new PeriodicTimer(TimeSpan.FromSeconds(1));
        // The beginning of a greeting.
        byte[] greeting = [0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, .. new byte[100]];
        for (var i = 0; i < greeting.Length && !ends.IsCompleted; i++)
        {
            await WriteAsync(slow, greeting.AsMemory(i, 1));
            await Task.WhenAny(ends, pulse.WaitForNextTickAsync().AsTask());
        }

        await ends.Soon();
        AssertLogged(2);
        Assert.All(_engine.Log, line => Assert.Contains("it did not prove itself within 10 s", line));
    }

    [Fact]
    public async Task Many_silent_peers_keep_no_worker_out()
    {
        List<NetworkStream> silent = [];
        for (var i = 0; i < 60; i++)
        {
            silent.Add(await _engine.ConnectAsync());
        }

        await using (await _engine.JoinAsync("w3"))
        {
            Assert.Empty(_engine.Log);
        }

        silent.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task Peers_that_leave_at_once_change_nothing()
    {
        for (var i = 0; i < 200; i++)
        {
            await using var stream = await _engine.ConnectAsync();
        }
    }

    [Theory]
    [InlineData(SslProtocols.Tls13)]
    [InlineData(SslProtocols.Tls12)]
    public async Task A_peer_without_a_certificate_is_turned_away(SslProtocols version)
    {
        await using var tls = new SslStream(await _engine.ConnectAsync());
        var options = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = version,
            RemoteCertificateValidationCallback = (_, _, _, errors) => errors != SslPolicyErrors.None,
        };
        await AssertEndsAsync(tls, tls.AuthenticateAsClientAsync(options));
        AssertLogged(1);
    }

    [Fact]
    public async Task A_peer_with_the_certificate_of_another_cluster_is_turned_away()
    {
        await using var other = await TlsEngine.StartAsync();
        var mixed = other.Ticket.Clone();
        mixed.ListenerHash = _engine.Ticket.ListenerHash;
        using var end = TlsEngine.WorkerOf(mixed);
        await using var stream = await _engine.ConnectAsync();
        await AssertEndsAsync(stream, end.DialAsync(stream, CancellationToken.None));
        AssertLogged(1);
        Assert.Empty(other.Log);
    }

    [Fact]
    public async Task A_worker_refuses_the_listener_of_another_cluster()
    {
        await using var other = await TlsEngine.StartAsync();
        using var end = TlsEngine.WorkerOf(other.Ticket);
        var refused = await Assert.ThrowsAsync<IOException>(
            () => new TlsDialer(end).DialAsync([_engine.Addresses[0]], Gate.Limit));
        Assert.Contains($"{_engine.Addresses[0]}: The remote certificate was rejected", refused.Message);
        await _engine.JoinAsync("w4");
        AssertLogged(1);
    }

    [Fact]
    public async Task The_certificate_alone_lets_nobody_in()
    {
        using var end = TlsEngine.WorkerOf(_engine.Ticket);
        await using var stream = await end.DialAsync(await _engine.ConnectAsync(), CancellationToken.None);
        using var limit = new CancellationTokenSource(Gate.Limit);
        var refused = await Assert.ThrowsAsync<ProtocolException>(() => Handshake.DialAsync(
            stream, new FrameReader(stream), RandomNumberGenerator.GetBytes(32), new Hello { Worker = "w5" },
            Versions.Own, limit.Token));
        Assert.Contains("secret", refused.Message);
        AssertLogged(1);
    }

    private static async Task AssertEndsAsync(Stream stream, Task authentication)
    {
        // In TLS 1.3 the dialer has done its part before the listener has seen the certificate.
        var error = await Record.ExceptionAsync(async () =>
        {
            await authentication.Soon();
            await ReadToEndAsync(stream);
        });
        Assert.True(error is null or IOException or AuthenticationException, $"{error}");
    }

    private static async Task WriteAsync(NetworkStream stream, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await stream.WriteAsync(bytes).AsTask().Soon();
        }
        catch (IOException)
        {
            // Turned away before it had said all.
        }
    }

    private static async Task ReadToEndAsync(Stream stream)
    {
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer).AsTask().Soon() > 0)
            {
                // An alert of TLS at most.
            }
        }
        catch (IOException)
        {
            // Closed with unread bytes: a reset.
        }
    }

    private async Task SendAsync(byte[] bytes)
    {
        await using var stream = await _engine.ConnectAsync();
        await WriteAsync(stream, bytes);
        await ReadToEndAsync(stream);
    }

    /// <summary>The end of a connection may be seen a moment before its line.</summary>
    private void AssertLogged(int lines)
    {
        Assert.True(SpinWait.SpinUntil(() => _engine.Log.Length >= lines, Gate.Limit));
        var log = _engine.Log;
        Assert.Equal(lines, log.Length);
        const string TurnedAway = @"^Warning: A peer from 127\.0\.0\.1:\d+ was turned away: ";
        Assert.All(log, line => Assert.Matches(TurnedAway, line));
        Assert.All(
            [_engine.Ticket.Secret, _engine.Ticket.Key],
            secret => Assert.DoesNotContain(secret.ToBase64(), string.Concat(log), StringComparison.Ordinal));
    }
}

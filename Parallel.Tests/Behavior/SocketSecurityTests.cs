using System.Net.Sockets;
using System.Security.Cryptography;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Behavior;

/// <summary>Strangers at the cluster's socket: turned away, while the work goes on.</summary>
[Collection(Processes.Name)]
public sealed class SocketSecurityTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Gate _gate = new();
    private ParallelClient? _client;
    private Task<int[]>? _work;

    private string ClusterFolder => Directory.GetDirectories(_folder.Path).Single();

    public async Task InitializeAsync()
    {
        var config = SharedCluster.Config(1);
        config.Options["local_directory"] = _folder.Path;
        _client = await ParallelCluster.GetClientAsync(config).Soon();
        var path = _gate.Path;
        _work = _client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, $"{x}");
                return x;
            },
            [1, 2, 3]);
        await _gate.NextAsync();
    }

    public async Task DisposeAsync()
    {
        // Whatever the stranger did, the run that was open meanwhile ends well on the same worker.
        _gate.Open();
        await _work!.GivesAsync(1, 2, 3);
        Assert.Equal(["w1"], _client!.Snapshot().Workers.Select(w => w.Id));
        await _client.DisposeAsync();
        await _gate.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Only_its_owner_can_enter_the_sockets_folder() =>
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(ClusterFolder));

    [Fact]
    public async Task A_peer_with_a_wrong_secret_is_turned_away()
    {
        using var limit = new CancellationTokenSource(Gate.Limit);
        await using var stream = await ConnectAsync();
        var refused = await Assert.ThrowsAsync<ProtocolException>(() => Handshake.DialAsync(
            stream, new FrameReader(stream), RandomNumberGenerator.GetBytes(32), new Hello { Worker = "w2" },
            Versions.Own, limit.Token));
        Assert.Contains("secret", refused.Message, StringComparison.Ordinal);
        await AssertClosedAsync(stream);
    }

    [Fact]
    public async Task A_peer_that_sends_garbage_is_turned_away()
    {
        await using var stream = await ConnectAsync();
        var garbage = new byte[64 * 1024];
        new Random(1).NextBytes(garbage);
        await SendAsync(stream, garbage);
        await AssertClosedAsync(stream);
    }

    [Fact]
    public async Task A_peer_that_speaks_another_protocol_is_turned_away()
    {
        await using var stream = await ConnectAsync();
        await SendAsync(stream, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        await AssertClosedAsync(stream);
    }

    [Fact]
    public async Task A_frame_that_claims_four_gigabytes_is_turned_away()
    {
        await using var stream = await ConnectAsync();
        await SendAsync(stream, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
        await AssertClosedAsync(stream);
    }

    [Fact]
    public async Task A_well_formed_message_that_proves_nothing_is_turned_away()
    {
        await using var stream = await ConnectAsync();
        // An empty message of no bytes.
        await SendAsync(stream, new byte[8]);
        await AssertClosedAsync(stream);
    }

    [Fact]
    public async Task A_peer_that_sends_nothing_is_turned_away()
    {
        await using var first = await ConnectAsync();
        await using var second = await ConnectAsync();
        await AssertClosedAsync(first);
        await AssertClosedAsync(second);
    }

    [Fact]
    public async Task Peers_that_leave_at_once_change_nothing()
    {
        for (var i = 0; i < 200; i++)
        {
            await using var stream = await ConnectAsync();
        }

        await using var next = await ConnectAsync();
        Assert.Equal(1, await next.ReadAsync(new byte[1]).AsTask().Soon());
    }

    private static async Task SendAsync(NetworkStream stream, byte[] bytes)
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

    /// <summary>Reads to the end: what comes before it is the challenge that every peer gets.</summary>
    private static async Task AssertClosedAsync(NetworkStream stream)
    {
        var buffer = new byte[1024];
        var read = 0;
        try
        {
            for (int count; (count = await stream.ReadAsync(buffer).AsTask().Soon()) > 0;)
            {
                read += count;
            }
        }
        catch (IOException)
        {
            // Closed with unread bytes: a reset.
        }

        Assert.InRange(read, 0, 200);
    }

    private async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(ClusterFolder, "dispatcher")))
            .WaitAsync(Gate.Limit);
        return new NetworkStream(socket, ownsSocket: true);
    }
}

using System.Net.Sockets;
using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using ParallelCompute.Dispatch;
using ParallelCompute.Launchers.Local;
using ParallelCompute.Launching;
using ParallelCompute.Runtime;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Behavior;

/// <summary>Client and worker of different versions refuse each other, and both say why.</summary>
[Collection(Processes.Name)]
public sealed class VersionTests : IDisposable
{
    private static readonly Versions s_other = Versions.Own with { Runtime = "10.0.99", Rid = "solaris-sparc" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1u, "9.0.4", "linux-x64")]
    [InlineData(2u, "10.0.1", "linux-x64")]
    [InlineData(1u, "10.0.1", "linux-arm64")]
    public void Each_difference_is_refused_with_both_sides(uint protocol, string runtime, string rid)
    {
        var client = new Versions(1, "10.0.1", "linux-x64");
        var hello = new Hello { Worker = "w7", Host = "node3", Protocol = protocol, Runtime = runtime, Rid = rid };
        Assert.Equal(
            $"worker w7 on node3 runs protocol {protocol} on .NET {runtime} for {rid}, its client protocol 1 on .NET " +
            "10.0.1 for linux-x64; install the same .NET runtime on both machines and deploy the folder " +
            "parallel-silo that was built with the client",
            client.Refusal(hello));
        Assert.Equal("", new Versions(protocol, runtime, rid).Refusal(hello));
    }

    [Fact]
    public async Task The_client_logs_a_worker_of_another_version_and_tells_it()
    {
        var log = new StringWriter();
        await using var engine = new BuiltinEngine(new BuiltinEngineSettings(
            "versions", _folder.Path,
            new DispatchSettings(Gate.Limit, 3, Gate.Limit), TimeSpan.FromSeconds(1), Gate.Limit,
            Gate.Limit, new Dictionary<string, double>(),
            new LineLogger(TextWriter.Synchronized(log), LogLevel.Warning)));
        var ticket = Ticket.Parser.ParseFrom(
            Convert.FromBase64String((await engine.StartAsync(CancellationToken.None)).Content));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(ticket.Addresses.Single()["unix:".Length..]));
        await using var stream = new NetworkStream(socket);
        using var limit = new CancellationTokenSource(Gate.Limit);
        var refused = await Assert.ThrowsAsync<ProtocolException>(() => Handshake.DialAsync(
            stream, new FrameReader(stream), ticket.Secret.ToByteArray(), new Hello { Worker = "w9" }, s_other,
            limit.Token));
        AssertSaysAll(refused.Message, s_other, Versions.Own);
        // The connection ends after the log was written.
        Assert.Equal(0, await stream.ReadAsync(new byte[1], limit.Token));
        AssertSaysAll(log.ToString(), s_other, Versions.Own);
    }

    [Fact]
    public async Task The_worker_says_why_a_client_of_another_version_refuses_it()
    {
        var path = Path.Combine(_folder.Path, "dispatcher");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var secret = RandomNumberGenerator.GetBytes(32);
        var ticket = new Ticket
        {
            Cluster = "versions", Addresses = { $"unix:{path}" }, Secret = ByteString.CopyFrom(secret),
            LocalDirectory = _folder.Path,
        };
        var join = Task.FromResult(
            new JoinTicket(BuiltinEngine.Name, Convert.ToBase64String(ticket.ToByteArray())));
        var ended = new TaskCompletionSource<LaunchNotice>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var launcher = new LocalLauncher(new LineLogger(TextWriter.Null, LogLevel.None));
        await launcher.StartAsync(
            new LaunchRequest(["w1"], join, Task.CompletedTask, 1, new Dictionary<string, string>()),
            notice =>
            {
                if (notice.State == LaunchState.Exited)
                {
                    ended.SetResult(notice);
                }
            },
            CancellationToken.None);
        using var limit = new CancellationTokenSource(Gate.Limit);
        await using var stream = new NetworkStream(await listener.AcceptAsync(limit.Token), ownsSocket: true);
        var refused = await Assert.ThrowsAsync<ProtocolException>(() => Handshake.AcceptAsync(
            stream, new FrameReader(stream), secret, _ => Task.FromResult(new Welcome()), s_other, limit.Token));
        AssertSaysAll(refused.Message, Versions.Own, s_other);
        var notice = await ended.Task.Soon();
        Assert.StartsWith("exit code 3: it ended by itself: ", notice.Detail, StringComparison.Ordinal);
        AssertSaysAll(notice.LogTail, Versions.Own, s_other);
    }

    private static void AssertSaysAll(string message, Versions worker, Versions client)
    {
        Assert.Contains($"on .NET {worker.Runtime} for {worker.Rid}, its client", message, StringComparison.Ordinal);
        Assert.Contains($"on .NET {client.Runtime} for {client.Rid}; install", message, StringComparison.Ordinal);
    }
}

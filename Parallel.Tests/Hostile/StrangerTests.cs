using System.Security.Cryptography;
using Google.Protobuf;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Hostile;

/// <summary>
/// Peers that cannot prove to know the secret, where TLS is used even with the right certificate: each is turned away
/// and logged once, and the run that others work on does not notice.
/// </summary>
public abstract class StrangerTests(HostileCluster cluster) : WorkGoesOn(cluster)
{
    private const string TurnedAway = "was turned away: ";

    /// <summary>What is said in place of a greeting, by what it is.</summary>
    private static readonly Dictionary<string, Func<byte[]>> s_greetings = new()
    {
        ["text"] = () => "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(),
        ["garbage"] = () => RandomNumberGenerator.GetBytes(64 * 1024),
        ["a message of four gigabytes"] = () => Member.Prefix(uint.MaxValue, uint.MaxValue),
        ["a message of a little too much"] = () => Member.Prefix((uint)FrameLimits.Stranger.Header + 1, 0),
        ["a payload of one byte"] = () => [.. Member.Prefix(0, 1), 1],
        ["no proof"] = () => Member.Frame(new Hello { Worker = "w1", Nonce = ByteString.CopyFrom(new byte[32]) }, []),
        ["a proof of no bytes and no nonce"] = () => Member.Frame(new Hello(), []),
        ["a worker's message"] = () => Member.Frame(
            new ToDispatcher { GaveBack = new GaveBack { Lease = 1, Count = 1 } }, []),
        ["a message that does not parse"] = () => [.. Member.Prefix(4, 0), 0xff, 0xff, 0xff, 0xff],
    };

    public static TheoryData<string> Greetings => [.. s_greetings.Keys];

    [Theory]
    [MemberData(nameof(Greetings))]
    public async Task A_peer_that_greets_like_this_is_turned_away(string greeting)
    {
        await using var stream = await Cluster.OpenAsync();
        await Streams.WriteAsync(stream, s_greetings[greeting]());
        await Streams.ReadToEndAsync(stream);
        TheLine(TurnedAway);
    }

    [Fact]
    public async Task A_peer_with_a_wrong_secret_is_turned_away()
    {
        await AssertRefusedAsync(RandomNumberGenerator.GetBytes(32));
        Assert.Contains("it does not know the cluster's secret", TheLine(TurnedAway), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_without_a_secret_is_turned_away()
    {
        await AssertRefusedAsync([]);
        TheLine(TurnedAway);
    }

    [Fact]
    public async Task A_peer_that_sends_nothing_is_turned_away_in_time()
    {
        await using var stream = await Cluster.OpenAsync();
        await Streams.ReadToEndAsync(stream);
        Assert.Contains("it did not prove itself within 1 s", TheLine(TurnedAway), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_sends_a_byte_now_and_then_is_turned_away_in_time()
    {
        await using var stream = await Cluster.OpenAsync();
        var end = Streams.ReadToEndAsync(stream);
        using var pulse = new PeriodicTimer(HostileCluster.HandshakeLimit / 20);
        var greeting = Member.Frame(new Hello { Worker = new string('w', 200) }, []);
        for (var i = 0; i < greeting.Length && !end.IsCompleted; i++)
        {
            await Streams.WriteAsync(stream, greeting.AsMemory(i, 1));
            await Task.WhenAny(end, pulse.WaitForNextTickAsync().AsTask());
        }

        await end.Soon();
        Assert.Contains("it did not prove itself within 1 s", TheLine(TurnedAway), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_greeting_that_was_overheard_opens_nothing()
    {
        // The nonce of the listener is another one each time.
        await using var overheard = await Cluster.OpenAsync();
        var recorded = new RecordingStream(overheard);
        using var limit = new CancellationTokenSource(Gate.Limit);
        await Handshake.DialAsync(
            recorded, new FrameReader(recorded), Cluster.Ticket.Secret.ToByteArray(), new Hello { Worker = "liar" },
            Versions.Own, limit.Token);
        await using var stream = await Cluster.OpenAsync();
        await Streams.WriteAsync(stream, recorded.Written);
        await Streams.ReadToEndAsync(stream);
        TheLine(TurnedAway);
    }

    [Theory]
    [InlineData("")]
    [InlineData("w\nparallel warning: Worker w1 is lost")]
    public async Task A_worker_without_a_plain_name_is_turned_away(string name)
    {
        await AssertRefusedAsync(Cluster.Ticket.Secret.ToByteArray(), name);
        Assert.DoesNotContain("w1 is lost", TheLine(TurnedAway), StringComparison.Ordinal);
    }

    private async Task AssertRefusedAsync(byte[] secret, string name = "liar")
    {
        await using var stream = await Cluster.OpenAsync();
        using var limit = new CancellationTokenSource(Gate.Limit);
        await Assert.ThrowsAsync<ProtocolException>(() => Handshake.DialAsync(
            stream, new FrameReader(stream), secret, new Hello { Worker = name }, Versions.Own, limit.Token));
        await Streams.ReadToEndAsync(stream);
    }
}

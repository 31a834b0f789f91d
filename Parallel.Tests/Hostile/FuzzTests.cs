using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using ParallelCompute.Tests.Behavior;
using Xunit.Abstractions;

namespace ParallelCompute.Tests.Hostile;

/// <summary>
/// Mutations of what a real worker says, from strangers and from members, at a listener whose client has work done by
/// real workers all the while: every result is right, no worker is lost, no memory goes.
/// </summary>
/// <remarks>
/// Members are given neither items nor an environment to build: these they may answer wrongly. All else is checked.
/// </remarks>
[Collection(Processes.Name)]
public sealed class FuzzTests(ITestOutputHelper output)
{
    /// <summary>Set to a number to try other mutations than the usual ones.</summary>
    private const string SeedVariable = "PARALLEL_TEST_SEED";

    /// <summary>Set to a number for more or fewer frames.</summary>
    private const string FramesVariable = "PARALLEL_FUZZ_FRAMES";

    private const int FramesAtOnce = 8;
    private const int Peers = 6;

    /// <summary>Of this process, which is client, dispatcher and all hostile peers at once, with its log.</summary>
    private const long MostGrowth = 256L << 20;

    private static readonly Traffic s_traffic = Traffic.Load();

    [Theory]
    [InlineData(TransportProtocol.Unix, 200_000, 8)]
    [InlineData(TransportProtocol.Tcp, 8_000, 4)]
    public async Task Mutated_frames_disturb_no_run(TransportProtocol protocol, int usual, int membersPerStranger)
    {
        var seed = Number(SeedVariable, 1);
        var frames = Number(FramesVariable, usual);
        await using var cluster = await HostileCluster.StartAsync(protocol);
        await AttackAsync(cluster, seed, FramesAtOnce * 50, membersPerStranger);
        var (before, workers, watch) = (Resident(), cluster.WorkerIds, Stopwatch.StartNew());
        var attack = AttackAsync(cluster, seed, frames, membersPerStranger);
        var maps = await WorkAsync(cluster.Client, attack);
        var (connections, peak) = await attack;
        var growth = Math.Max(peak, Resident()) - before;
        output.WriteLine(
            $"seed {seed} ({SeedVariable}): {frames} frames on {connections} connections over {protocol} in " +
            $"{watch.Elapsed.TotalSeconds:F1} s beside {maps} maps; resident memory grew by {growth >> 20} MiB");
        Assert.True(
            SpinWait.SpinUntil(() => cluster.WorkerIds.SequenceEqual(workers), Gate.Limit),
            $"seed {seed}: the workers were {string.Join(", ", workers)}, now {string.Join(", ", cluster.WorkerIds)}");
        Assert.InRange(growth, long.MinValue, MostGrowth);
        Assert.DoesNotContain(cluster.Log, l => l.StartsWith("Critical", StringComparison.Ordinal));
        Assert.DoesNotContain(cluster.Log, l => workers.Any(w => l.Contains($"Worker {w} ", StringComparison.Ordinal)));
        cluster.AssertHasNoSecret(string.Join('\n', cluster.Log));
    }

    private static int Number(string variable, int usual) =>
        int.Parse(Environment.GetEnvironmentVariable(variable) ?? $"{usual}", CultureInfo.InvariantCulture);

    private static long Resident()
    {
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }

    /// <summary>Maps one after another, each checked.</summary>
    private static async Task<int> WorkAsync(ParallelClient client, Task over)
    {
        var options = new MapOptions { Resources = HostileCluster.Honest };
        for (var maps = 0; ; maps++)
        {
            var first = maps;
            var results = await client.ParallelMapAsync(
                x => x + first, Enumerable.Range(0, 2_000), options).Soon();
            Assert.Equal(Enumerable.Range(first, 2_000), results);
            if (over.IsCompleted)
            {
                return maps + 1;
            }
        }
    }

    /// <returns>Connections made, and the most memory that was seen.</returns>
    private static async Task<(int Connections, long Peak)> AttackAsync(
        HostileCluster cluster, int seed, int frames, int membersPerStranger)
    {
        var connections = (frames + FramesAtOnce - 1) / FramesAtOnce;
        var (next, peak) = (-1, 0L);
        async Task PeerAsync()
        {
            for (int number; (number = Interlocked.Increment(ref next)) < connections;)
            {
                // A connection depends on the seed and its number alone.
                var random = new Random(unchecked((seed * 1_000_003) + number));
                await (number % membersPerStranger == 0
                    ? GreetAsync(cluster, random) : LieAsync(cluster, random));
                peak = number % 500 == 0 ? Math.Max(peak, Environment.WorkingSet) : peak;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Peers).Select(_ => Task.Run(PeerAsync)));
        return (connections, peak);
    }

    /// <summary>A stranger: what it says begins with a mutated greeting.</summary>
    private static async Task GreetAsync(HostileCluster cluster, Random random)
    {
        await using var stream = await cluster.OpenAsync();
        byte[] said =
        [
            .. FrameMutation.Of(random, s_traffic.Worker[..1], 1),
            .. FrameMutation.Of(random, s_traffic.Worker, FramesAtOnce - 1),
        ];
        await EndAsync(stream, said);
    }

    /// <summary>A member: it has proved itself before.</summary>
    private static async Task LieAsync(HostileCluster cluster, Random random)
    {
        await using var liar = await cluster.JoinAsync();
        await EndAsync(liar.Stream, FrameMutation.Of(random, s_traffic.Worker[1..], FramesAtOnce));
    }

    /// <summary>Says all and waits until the other end has read what it wants of it.</summary>
    private static async Task EndAsync(Stream stream, byte[] said)
    {
        try
        {
            await stream.WriteAsync(said).AsTask().Soon();
            if (stream is SslStream tls)
            {
                await tls.ShutdownAsync().Soon();
            }
            else
            {
                ((NetworkStream)stream).Socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Sent away before it had said all.
        }

        await Streams.ReadToEndAsync(stream);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;
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
    private const int FramesAtOnce = 8;
    private const int Peers = 6;

    /// <summary>
    /// Of this process, which is client, dispatcher and all hostile peers at once, in the last two thirds of the
    /// attack; the lines of the log that the test keeps are most of it.
    /// </summary>
    private const long MostGrowth = 32L << 20;

    private static readonly Traffic s_traffic = Traffic.Load();

    /// <param name="protocol">How workers connect.</param>
    /// <param name="usual">Frames that are sent where long tests are not longer than usual.</param>
    /// <param name="membersPerStranger">Of connections.</param>
    /// <param name="seen">
    /// So many of each hundred are looked at at the least, greetings and those included for which a peer is sent away:
    /// what it said after them is not.
    /// </param>
    [Theory]
    [InlineData(TransportProtocol.Unix, 100_000, 8, 40)]
    [InlineData(TransportProtocol.Tcp, 2_000, 4, 30)]
    public async Task Mutated_frames_disturb_no_run(
        TransportProtocol protocol, int usual, int membersPerStranger, int seen)
    {
        var seed = Number(Seeds.Variable, 1);
        var connections = usual * LongTests.Times / FramesAtOnce;
        await using var cluster = await HostileCluster.StartAsync(protocol);
        var (workers, watch) = (cluster.WorkerIds, Stopwatch.StartNew());
        var warmUp = AttackAsync(cluster, seed, 0, connections / 3, membersPerStranger);
        var maps = await WorkAsync(cluster.Client, warmUp);
        var before = Memory();
        var attack = AttackAsync(cluster, seed, connections / 3, connections, membersPerStranger);
        maps += await WorkAsync(cluster.Client, attack);
        var after = Memory();
        var looked = connections + cluster.HeardOfMembers + Refused(cluster);
        output.WriteLine(
            $"seed {seed} ({Seeds.Variable}): {connections} connections over {protocol}, {looked} of " +
            $"{connections * FramesAtOnce} frames looked at, {cluster.HeardOfMembers} of them by the dispatcher, in " +
            $"{watch.Elapsed.TotalSeconds:F1} s beside {maps} maps; in the last two thirds the heap grew by " +
            $"{(after.Heap - before.Heap) >> 10} KiB of {before.Heap >> 10}, resident memory by " +
            $"{(after.Resident - before.Resident) >> 10} KiB of {before.Resident >> 10}");
        Assert.True(
            SpinWait.SpinUntil(() => cluster.WorkerIds.SequenceEqual(workers), Gate.Limit),
            $"seed {seed}: the workers were {string.Join(", ", workers)}, now {string.Join(", ", cluster.WorkerIds)}");
        Assert.InRange(looked, (long)connections * FramesAtOnce * seen / 100, long.MaxValue);
        Assert.InRange(after.Heap - before.Heap, long.MinValue, MostGrowth);
        Assert.InRange(after.Resident - before.Resident, long.MinValue, MostGrowth);
        // With its exception, which is longer than what an assertion shows of a line.
        var defect = cluster.Log.FirstOrDefault(l => l.StartsWith("Critical", StringComparison.Ordinal));
        Assert.True(defect is null, $"seed {seed}: {defect}");
        Assert.DoesNotContain(cluster.Log, l => workers.Any(w => l.Contains($"Worker {w} ", StringComparison.Ordinal)));
        cluster.AssertHasNoSecret(string.Join('\n', cluster.Log));
    }

    private static int Number(string variable, int usual) =>
        int.Parse(Environment.GetEnvironmentVariable(variable) ?? $"{usual}", CultureInfo.InvariantCulture);

    /// <summary>What is in use, without what waits to be collected or to be given back to the system.</summary>
    private static (long Heap, long Resident) Memory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return (GC.GetTotalMemory(forceFullCollection: false), Environment.WorkingSet);
    }

    /// <summary>Members that were sent away for a frame that never got to the dispatcher.</summary>
    private static int Refused(HostileCluster cluster) => cluster.Log.Count(
        l => l.Contains("Worker liar", StringComparison.Ordinal) &&
            (l.Contains(" is lost: the peer broke the protocol", StringComparison.Ordinal) ||
                l.Contains(" is lost: receiving failed", StringComparison.Ordinal)));

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

    private static Task AttackAsync(HostileCluster cluster, int seed, int first, int end, int membersPerStranger)
    {
        var next = first - 1;
        async Task PeerAsync()
        {
            for (int number; (number = Interlocked.Increment(ref next)) < end;)
            {
                // A connection depends on the seed and its number alone.
                var random = new Random(unchecked((seed * 1_000_003) + number));
                await (number % membersPerStranger == 0
                    ? GreetAsync(cluster, random) : LieAsync(cluster, random));
            }
        }

        return Task.WhenAll(Enumerable.Range(0, Peers).Select(_ => Task.Run(PeerAsync)));
    }

    /// <summary>A stranger: what it says begins with a mutated greeting.</summary>
    private static async Task GreetAsync(HostileCluster cluster, Random random)
    {
        await using var stream = await cluster.OpenAsync();
        byte[] said =
        [
            .. FrameMutation.Of(random, s_traffic.Worker[..1], 1, Hello.Parser),
            .. FrameMutation.Of(random, s_traffic.Worker, FramesAtOnce - 1, ToDispatcher.Parser),
        ];
        await EndAsync(stream, said);
    }

    /// <summary>A member: it has proved itself before.</summary>
    private static async Task LieAsync(HostileCluster cluster, Random random)
    {
        await using var liar = await cluster.JoinAsync();
        await EndAsync(
            liar.Stream, FrameMutation.Of(random, s_traffic.Worker[1..], FramesAtOnce, ToDispatcher.Parser));
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

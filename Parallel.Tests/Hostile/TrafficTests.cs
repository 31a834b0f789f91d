using System.Diagnostics;
using System.Runtime.Versioning;
using Google.Protobuf;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Tests.Architecture;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Hostile;

/// <summary>The recorded traffic that is mutated elsewhere is what workers say today.</summary>
[Collection(Processes.Name)]
[SupportedOSPlatform("linux")]
public sealed class TrafficTests
{
    private const string Update = "UPDATE_SNAPSHOTS";

    private static readonly Dictionary<string, double> s_recorded = new() { ["recorded"] = 1 };

    [Fact]
    public async Task The_recorded_traffic_holds_every_kind_of_message_that_a_worker_exchanges()
    {
        var live = await RecordAsync();
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            live.Save();
        }

        var kept = Traffic.Load();
        Assert.Equal(Kinds(live.Worker.Skip(1), ToDispatcher.Parser, m => m.BodyCase),
            Kinds(kept.Worker.Skip(1), ToDispatcher.Parser, m => m.BodyCase));
        Assert.Equal(Kinds(live.Dispatcher.Skip(2), ToWorker.Parser, m => m.BodyCase),
            Kinds(kept.Dispatcher.Skip(2), ToWorker.Parser, m => m.BodyCase));
    }

    private static T[] Kinds<TMessage, T>(
        IEnumerable<byte[]> frames, MessageParser<TMessage> parser, Func<TMessage, T> kind)
        where TMessage : IMessage<TMessage> =>
        [.. frames.Select(f => kind(parser.ParseFrom(f, FrameReader.PrefixBytes, BitConverter.ToInt32(f))))
            .Where(k => $"{k}" != "Heartbeat").Distinct().Order()];

    /// <summary>A worker that joins by hand through a proxy, and has a little of everything to do.</summary>
    private static async Task<Traffic> RecordAsync()
    {
        await using var cluster = await HostileCluster.StartAsync(TransportProtocol.Unix, () => new { bias = 3 });
        var path = Path.Combine(cluster.Folder, "proxy");
        await using var proxy = new RecordingProxy(path, () => cluster.OpenAsync());
        using var worker = Start(cluster, path);
        Assert.True(SpinWait.SpinUntil(() => cluster.WorkerIds.Contains("recorded"), Gate.Limit));
        await WorkAsync(cluster.Client);
        await cluster.Client.DisposeAsync().AsTask().Soon();
        await worker.WaitForExitAsync().Soon();
        return await proxy.EndAsync().Soon();
    }

    private static Process Start(HostileCluster cluster, string path)
    {
        var ticket = cluster.Ticket.Clone();
        ticket.Addresses[0] = $"unix:{path}";
        ticket.Resources.Add("recorded", 1);
        var file = Path.Combine(cluster.Folder, "recorded.credentials");
        CredentialsFile.Write(file, cluster.Join with { Content = Convert.ToBase64String(ticket.ToByteArray()) });
        return Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Repository.Silo("parallel-silo.dll"), "worker", "recorded", "1", "--credentials", file },
        })!;
    }

    private static async Task WorkAsync(ParallelClient client)
    {
        var here = new MapOptions { Resources = s_recorded };
        await client.ParallelMapAsync((int x, int bias) => x + bias, Enumerable.Range(0, 50), here).Soon();
        await client.ParallelMapAsync((string x) => x + x, ["a", "b", "c"], here).Soon();
        var large = new double[40_000];
        await client.ParallelMapAsync(x => large[x], [0, 1], here).Soon();
        await client.ParallelForIndexedAsync(
            x => x % 2 == 0 ? x : throw new InvalidOperationException("odd"), Enumerable.Range(0, 6),
            here with { OnError = OnError.Collect, Retries = 1 }).AllAsync();
        await Assert.ThrowsAsync<ItemTimeoutException>(() => client.ParallelMapAsync(
            x =>
            {
                WorkerContext.Current!.CancellationToken.WaitHandle.WaitOne();
                return x;
            },
            [1], here with { ItemTimeout = TimeSpan.FromMilliseconds(30) }).Soon());
    }
}

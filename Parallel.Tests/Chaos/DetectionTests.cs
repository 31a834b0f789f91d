using System.Diagnostics;
using System.Runtime.Versioning;
using ParallelCompute.Tests.Architecture;
using ParallelCompute.Tests.Behavior;
using Xunit.Abstractions;

namespace ParallelCompute.Tests.Chaos;

/// <summary>How long it takes until the loss of a worker is known.</summary>
[Collection(Processes.Name)]
[SupportedOSPlatform("linux")]
public sealed class DetectionTests(ITestOutputHelper output) : IDisposable
{
    private const string ByHand = "extra1";

    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WorkerTimeout = TimeSpan.FromSeconds(2);

    /// <summary>For a machine that is busy.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly LocalFixture _fixture = new();
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(TransportProtocol.Unix)]
    [InlineData(TransportProtocol.Tcp)]
    public async Task A_killed_worker_is_noticed_within_a_tenth_of_a_second(TransportProtocol protocol)
    {
        var fixture = new LocalFixture(protocol);
        await using var client = await fixture.OpenAsync(SharedCluster.Config()).Soon();
        List<TimeSpan> times = [];
        for (var i = 0; i < 5; i++)
        {
            await client.WaitForWorkersAsync(2, Gate.Limit);
            var (id, worker) = SiloProcesses.Of(fixture.MarkOf(client))[0];
            using var process = Process.GetProcessById(id);
            var began = Stopwatch.GetTimestamp();
            process.Kill();
            times.Add(await UntilLostAsync(client, worker, began));
        }

        output.WriteLine($"known after {string.Join(", ", times.Select(t => $"{t.TotalMilliseconds:0.0}"))} ms");
        // The median: other processes may take the processors away at any moment.
        Assert.InRange(times.Order().ElementAt(2), TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task A_frozen_worker_is_noticed_within_its_timeout()
    {
        await using var client = await _fixture.OpenAsync(Config()).Soon();
        var (id, worker) = SiloProcesses.Of(_fixture.MarkOf(client)).Single();
        var began = Stopwatch.GetTimestamp();
        await NetworkNamespace.CommandAsync("kill", "-STOP", $"{id}");
        CheckTimeout(await UntilLostAsync(client, worker, began));
    }

    [SkippableFact]
    public async Task A_cut_link_is_noticed_within_the_timeout_at_both_ends()
    {
        await using var network = await NetworkNamespace.CreateAsync();
        await using var gate = new Gate();
        var (path, config, file) = (gate.Path, Config(), Path.Combine(_folder.Path, "credentials"));
        (config.Options["host"], config.Options["interface"]) = (network.Address, network.Interface);
        (config.Options["credentials_file"], config.Options["death_timeout"]) = (file, WorkerTimeout);
        await using var client = await new LocalFixture(TransportProtocol.Tcp).OpenAsync(config).Soon();
        using var worker = network.Start(
            "dotnet", Repository.Silo("parallel-silo.dll"), "worker", ByHand, "1", "--credentials", file);
        Assert.True(SpinWait.SpinUntil(() => client.Snapshot().Workers.Count == 2, Gate.Limit));
        var map = client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, WorkerContext.Current.WorkerId);
                return x;
            },
            [1, 2], new MapOptions { BatchSize = 1 });
        var visits = await gate.NextAsync(2);

        var began = Stopwatch.GetTimestamp();
        await network.CutAsync();
        CheckTimeout(await UntilLostAsync(client, ByHand, began));
        await worker.WaitForExitAsync().Soon();
        // User code has a second to end.
        CheckTimeout(Stopwatch.GetElapsedTime(began) - Slack);
        visits.Single(v => v.Name != ByHand).Release();
        var again = await gate.NextAsync();
        Assert.NotEqual(ByHand, again.Name);
        gate.Open();
        await map.GivesAsync(1, 2);
    }

    public void Dispose() => _folder.Dispose();

    private static ParallelConfig Config()
    {
        var config = SharedCluster.Config(1);
        (config.Options["heartbeat_interval"], config.Options["worker_timeout"]) = (Heartbeat, WorkerTimeout);
        return config;
    }

    private static async Task<TimeSpan> UntilLostAsync(ParallelClient client, string worker, long began)
    {
        // No thread waits: the client needs those of the pool, of which there are few at first.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (client.Snapshot().Workers.Any(w => w.Id == worker && w.State == WorkerState.Ready))
        {
            Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, Gate.Limit);
            await timer.WaitForNextTickAsync();
        }

        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>The last sign of life is a heartbeat old at most, and looked for at every heartbeat.</summary>
    private void CheckTimeout(TimeSpan time)
    {
        output.WriteLine($"known after {time.TotalMilliseconds:0} ms");
        Assert.InRange(time, WorkerTimeout - Heartbeat, WorkerTimeout + (2 * Heartbeat) + Slack);
    }
}

using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Cli.Bench.Chaos;
using ParallelCompute.Tests.Behavior;
using Xunit.Abstractions;

namespace ParallelCompute.Tests.Chaos;

/// <summary>Real workers that are lost all the time, in every way there is.</summary>
[Collection(Processes.Name)]
public sealed class ChaosTests(ITestOutputHelper output) : IDisposable
{
    private const int Workers = 6;

    /// <summary>Where processes start slowly, the others wait for them: some go on working.</summary>
    private const int Spared = 2;

    /// <summary>Enough for losses in every way there is.</summary>
    private const int Many = 300_000;

    private static readonly int Items = 60_000 * LongTests.Times;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    /// <summary>Of a whole test; it takes a fifth of that.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(TransportProtocol.Unix)]
    [InlineData(TransportProtocol.Tcp)]
    public async Task Every_item_has_one_outcome_and_nothing_is_left(TransportProtocol protocol)
    {
        var seed = int.TryParse(
            Environment.GetEnvironmentVariable(Seeds.Variable), NumberStyles.None, CultureInfo.InvariantCulture,
            out var given) ? given : Random.Shared.Next();
        output.WriteLine($"{Seeds.Variable}={seed}");
        var (logger, fixture) = (ParallelCluster.Logger, new LocalFixture(protocol));
        // Dozens of deaths that are meant, each with its last words.
        ParallelCluster.Logger = NullLogger.Instance;
        try
        {
            await using (var first = await fixture.OpenAsync(SharedCluster.Config(1)).Soon())
            {
                // What the runtime opens once and keeps.
                await first.ParallelMapAsync(x => x, [1]).GivesAsync(1);
            }

            var before = Belongings.Now();
            var client = await fixture.OpenAsync(Config()).Soon();
            try
            {
                await RunAsync(client, seed);
            }
            finally
            {
                await client.DisposeAsync().AsTask().Soon();
            }

            Assert.Empty(SiloProcesses.Of(fixture.MarkOf(client)));
            Assert.Empty(Directory.GetFileSystemEntries(In("local")));
            Assert.Empty(Directory.GetFileSystemEntries(In("temporary")));
            Assert.True(
                SpinWait.SpinUntil(() => Belongings.Now().IsWithin(before), Gate.Limit),
                $"before: {before}, after: {Belongings.Now()}");
        }
        finally
        {
            ParallelCluster.Logger = logger;
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task RunAsync(ParallelClient client, int seed)
    {
        await client.WaitForWorkersAsync(Workers, Gate.Limit);
        var orders = In("orders");
        var mayhem = new Mayhem(client, orders, Interval, seed, Spared);
        using var stop = new CancellationTokenSource();
        using var limit = new CancellationTokenSource(Limit);
        var (clock, going) = (Stopwatch.StartNew(), mayhem.RunAsync(stop.Token));
        var (outcomes, sum) = (new int[Items], 0L);
        try
        {
            await foreach (var result in client.ParallelForIndexedAsync(
                (long item) => ChaosItem.RunAsync(item, orders), Enumerable.Range(0, Items).Select(i => (long)i),
                cancellationToken: limit.Token))
            {
                outcomes[result.Index]++;
                sum += result.Value;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await going.Soon();
        }

        output.WriteLine($"{clock.Elapsed.TotalSeconds:0.0} s, lost: " + string.Join(
            ", ", mayhem.Inflicted.Select(i => $"{i.Value} {i.Key}")));
        Assert.DoesNotContain(outcomes, count => count != 1);
        Assert.Equal((3L * Items * (Items - 1) / 2) + Items, sum);
        Assert.NotEmpty(mayhem.Inflicted);
        if (Items >= Many)
        {
            Assert.All(Enum.GetValues<Misfortune>(), way => Assert.InRange(mayhem.Inflicted[way], 1, int.MaxValue));
        }
    }

    private ParallelConfig Config() => new()
    {
        NWorkers = Workers,
        Options =
        {
            ["heartbeat_interval"] = "200 ms", ["worker_timeout"] = "2 s", ["cancel_grace"] = "1 s",
            ["local_directory"] = In("local"),
            // Of workers that are lost for no fault of an item, an unlucky one may meet a few.
            ["allowed_failures"] = 10,
            ["environment"] = new Dictionary<string, object?> { ["TMPDIR"] = In("temporary") },
        },
    };

    private string In(string name) => Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
}

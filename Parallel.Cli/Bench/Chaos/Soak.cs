using System.Globalization;
using System.Text.Json.Nodes;

namespace ParallelCompute.Cli.Bench.Chaos;

/// <summary><c>parallelctl bench --soak</c>: whether client or workers grow while run follows run.</summary>
internal static class Soak
{
    /// <summary>How much more may be taken at the end.</summary>
    private const double MostGrowth = 1.05;

    /// <summary>Of the time: until caches are filled and code is compiled for good.</summary>
    private const double WarmUpShare = 0.25;

    /// <summary>Of the time: what is looked at again and again at the start and at the end.</summary>
    private const double WindowShare = 0.15;

    private static readonly TimeSpan OneRun = TimeSpan.FromSeconds(1);

    public static async Task<(JsonObject Result, IReadOnlyCollection<string> Grown)> MeasureAsync(
        BenchSettings settings, CancellationToken cancellationToken)
    {
        var (report, machine) = (new BenchReport(), Machine.Describe());
        await using var cluster = await ChaosCluster.OpenAsync(settings.LoadConfig(), cancellationToken);
        var all = TimeSpan.FromSeconds(settings.Seconds);
        var items = (await RunAsync(cluster, all * WarmUpShare, cancellationToken)).Items;
        var (first, start) = await RunAsync(cluster, all * WindowShare, cancellationToken);
        var (middle, _) = await RunAsync(cluster, all * (1 - WarmUpShare - (2 * WindowShare)), cancellationToken);
        var (last, end) = await RunAsync(cluster, all * WindowShare, cancellationToken);

        foreach (var (key, before) in start)
        {
            report.Add($"{key}_start", before);
            report.Add($"{key}_end", end[key]);
        }

        report.Add("items_delivered", items + first + middle + last);
        return (report.ToJson(machine), Grown(start, end));
    }

    /// <summary>What has grown too much, each told in words.</summary>
    internal static IReadOnlyCollection<string> Grown(
        Dictionary<string, double> start, Dictionary<string, double> end) =>
        [.. from figure in start
            let after = end[figure.Key]
            where after > figure.Value * MostGrowth
            select string.Create(CultureInfo.InvariantCulture,
                $"{figure.Key} grew from {figure.Value:0.#} to {after:0.#}; 5 % more is the limit.")];

    /// <summary>Run after run, with a look at the processes after each.</summary>
    /// <returns>The items, and by figure the least that was seen: what is not just about to be collected.</returns>
    private static async Task<(long Items, Dictionary<string, double> Least)> RunAsync(
        ChaosCluster cluster, TimeSpan time, CancellationToken cancellationToken)
    {
        var (items, least) = (0L, new Dictionary<string, double>(StringComparer.Ordinal));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        do
        {
            items += (await ChaosRun.DeliverAsync(cluster.Client, cluster.Orders, OneRun, cancellationToken)).Items;
            GC.Collect();
            Add("client", ProcessFigures.Of(Environment.ProcessId));
            var workers = ChildSilos.Find().Select(s => ProcessFigures.Of(s.Id)).ToList();
            Add("workers", new ProcessFigures(
                workers.Sum(w => w.MemoryMb), workers.Sum(w => w.Threads), workers.Sum(w => w.Handles)));
        }
        while (clock.Elapsed < time);
        return (items, least);

        void Add(string who, ProcessFigures figures)
        {
            Least($"{who}_memory_mb", figures.MemoryMb);
            Least($"{who}_threads", figures.Threads);
            Least($"{who}_handles", figures.Handles);
        }

        void Least(string key, double value) => least[key] = Math.Min(value, least.GetValueOrDefault(key, value));
    }
}

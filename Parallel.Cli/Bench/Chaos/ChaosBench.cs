using System.Text.Json.Nodes;

namespace ParallelCompute.Cli.Bench.Chaos;

/// <summary><c>parallelctl bench --chaos</c>: what losing workers all the time costs.</summary>
internal static class ChaosBench
{
    /// <summary>Longer would not tell the undisturbed rate any better.</summary>
    private static readonly TimeSpan MostUndisturbed = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <exception cref="BenchException">An item has no outcome, a wrong one, or two.</exception>
    public static async Task<JsonObject> MeasureAsync(BenchSettings settings, CancellationToken cancellationToken)
    {
        var (report, machine, seed) = (new BenchReport(), Machine.Describe(), settings.Seed ?? Random.Shared.Next());
        await using var cluster = await ChaosCluster.OpenAsync(settings.LoadConfig(), cancellationToken);
        var (client, orders) = (cluster.Client, cluster.Orders);
        await ChaosRun.DeliverAsync(client, orders, WarmUp, cancellationToken);
        var time = TimeSpan.FromSeconds(settings.Seconds);
        var (_, undisturbed) = await ChaosRun.DeliverAsync(
            client, orders, time < MostUndisturbed ? time : MostUndisturbed, cancellationToken);

        var mayhem = new Mayhem(client, orders, TimeSpan.FromSeconds(1 / settings.KillsPerSecond), seed);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var going = mayhem.RunAsync(stop.Token);
        var (items, perSecond) = await ChaosRun.DeliverAsync(client, orders, time, cancellationToken);
        await stop.CancelAsync();
        await going;

        var recoveries = mayhem.RecoveriesMs.Order().ToArray();
        var seen = client.Snapshot();
        report.Add("items_delivered", items);
        report.Add("duplicates_dropped", seen.DuplicatesDropped);
        report.Add("kills", mayhem.Inflicted.Values.Sum());
        report.Add("losses", seen.WorkersLost);
        report.Add("recovery_p50_ms", Percentile(recoveries, 0.5));
        report.Add("recovery_p99_ms", Percentile(recoveries, 0.99));
        report.Add("items_per_s", perSecond);
        report.Add("undisturbed_items_per_s", undisturbed);
        report.Add("throughput_ratio", perSecond / undisturbed);
        report.Add("seed", seed);
        return report.ToJson(machine);
    }

    private static double? Percentile(double[] sorted, double part) =>
        sorted.Length == 0 ? null : sorted[(int)Math.Ceiling(part * sorted.Length) - 1];
}

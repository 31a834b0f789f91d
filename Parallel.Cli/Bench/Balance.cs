using System.Diagnostics;

namespace ParallelCompute.Cli.Bench;

/// <summary>How close uneven items come to keeping every worker busy until the end; 1 is perfect.</summary>
/// <remarks>
/// Items wait instead of computing: on a machine whose cores are all taken by workers and client, computing would
/// measure how these share the cores, not how items were dealt out. An item's share of the ideal is the time that it
/// really took, so that late timers of the system do not count either.
/// </remarks>
internal static class Balance
{
    private const int Count = 300;
    private const int Seed = 1;

    public static async Task MeasureAsync(
        ParallelClient client, ParallelConfig config, BenchReport report, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var took = await client.ParallelMapAsync(WaitAsync, Waits(), cancellationToken: cancellationToken);
        var threads = config.Options.TryGetValue("threads_per_worker", out var option)
            ? Convert.ToInt32(option, System.Globalization.CultureInfo.InvariantCulture)
            : 1;
        report.Add("balance", took.Sum() / (config.NWorkers!.Value * threads) / clock.Elapsed.TotalMilliseconds);
    }

    /// <summary>Milliseconds from 1 to 40: most short, a few long, in a fixed random order.</summary>
    private static double[] Waits()
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, Count).Select(_ => 1 + (39 * Math.Pow(random.NextDouble(), 3)))];
    }

    private static async Task<double> WaitAsync(double milliseconds)
    {
        var clock = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds));
        return clock.Elapsed.TotalMilliseconds;
    }
}

using System.Diagnostics;

namespace ParallelCompute.Cli.Bench;

/// <summary>Tiny items into an ordered array; what counts is the cost that the library adds to each.</summary>
internal static class MapThroughput
{
    private const int Count = 10_000_000;

    public static async Task MeasureAsync(
        ParallelClient client, BenchReport report, CancellationToken cancellationToken)
    {
        var (cold, warm) = await Rounds.MeasureAsync(() => RunAsync(client, cancellationToken));
        report.Add("cold_map_items_per_s", cold);
        report.Add("map_items_per_s", warm, "items_per_s");
    }

    private static async Task<double> RunAsync(ParallelClient client, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var squares = await client.ParallelMapAsync(
            (long x) => x * x, Enumerable.Range(0, Count).Select(i => (long)i), cancellationToken: cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        for (var i = 0L; i < Count; i++)
        {
            if (squares[i] != i * i)
            {
                throw new BenchException($"The square of {i} came back as {squares[i]}.");
            }
        }

        return Count / seconds;
    }
}

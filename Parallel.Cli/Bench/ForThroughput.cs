using System.Diagnostics;

namespace ParallelCompute.Cli.Bench;

/// <summary>Tiny items streamed back as they complete.</summary>
internal static class ForThroughput
{
    private const int Count = 10_000_000;

    public static async Task MeasureAsync(
        ParallelClient client, BenchReport report, CancellationToken cancellationToken)
    {
        var (cold, warm) = await Rounds.MeasureAsync(() => RunAsync(client, cancellationToken));
        report.Add("cold_for_items_per_s", cold);
        report.Add("for_items_per_s", warm, "items_per_s");
    }

    private static async Task<double> RunAsync(ParallelClient client, CancellationToken cancellationToken)
    {
        var (count, sum, expected) = (0, 0UL, 0UL);
        var clock = Stopwatch.StartNew();
        var squares = client.ParallelForAsync(
            (long x) => x * x, Enumerable.Range(0, Count).Select(i => (long)i), cancellationToken: cancellationToken);
        await foreach (var square in squares)
        {
            count++;
            sum += (ulong)square;
        }

        var seconds = clock.Elapsed.TotalSeconds;
        for (var i = 0UL; i < Count; i++)
        {
            expected += i * i;
        }

        return count == Count && sum == expected ? Count / seconds : throw new BenchException(
            $"{count} squares with the sum {sum} came back, not {Count} with the sum {expected}.");
    }
}

using System.Diagnostics;

namespace ParallelCompute.Cli.Bench.Chaos;

/// <summary>One run of checked items, for as long as was asked for.</summary>
internal static class ChaosRun
{
    /// <summary>Runs items until the time is up, and then those that were begun.</summary>
    /// <param name="client">The client to run them on.</param>
    /// <param name="orders">The folder of <see cref="Orders"/>.</param>
    /// <param name="time">How long new ones are begun.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many there were, and how many in a second.</returns>
    /// <exception cref="BenchException">One has no outcome, a wrong one, or two.</exception>
    public static async Task<(long Items, double PerSecond)> DeliverAsync(
        ParallelClient client, string orders, TimeSpan time, CancellationToken cancellationToken)
    {
        var (clock, arrivals, given) = (Stopwatch.StartNew(), new Arrivals(), 0L);
        IEnumerable<long> Items()
        {
            while (clock.Elapsed < time)
            {
                yield return given++;
            }
        }

        await foreach (var result in client.ParallelForIndexedAsync(
            (long item) => ChaosItem.RunAsync(item, orders), Items(), cancellationToken: cancellationToken))
        {
            arrivals.Add(result.Index, result.Value);
        }

        arrivals.End(given);
        return (arrivals.Count, arrivals.Count / clock.Elapsed.TotalSeconds);
    }
}

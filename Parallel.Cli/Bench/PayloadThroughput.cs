using System.Diagnostics;

namespace ParallelCompute.Cli.Bench;

/// <summary>Large arrays there and back; the rate counts the bytes of one way.</summary>
internal static class PayloadThroughput
{
    private const int Count = 200;
    private const int Length = 262_144;

    public static async Task MeasureAsync(
        ParallelClient client, BenchReport report, CancellationToken cancellationToken)
    {
        var (cold, warm) = await Rounds.MeasureAsync(() => RunAsync(client, cancellationToken));
        report.Add("cold_payload_mb_per_s", cold);
        report.Add("payload_mb_per_s", warm, "echo_mb_per_s");
    }

    private static async Task<double> RunAsync(ParallelClient client, CancellationToken cancellationToken)
    {
        var payload = new float[Length];
        Array.Fill(payload, 0.5f);
        var received = 0;
        var clock = Stopwatch.StartNew();
        var echoes = client.ParallelForAsync(
            (float[] x) => x, Enumerable.Repeat(payload, Count), cancellationToken: cancellationToken);
        await foreach (var echo in echoes)
        {
            received += echo.Length == Length && echo[^1] == 0.5f ? 1
                : throw new BenchException($"An array of {Length} numbers came back as {echo.Length} others.");
        }

        return received == Count ? (double)Count * Length * sizeof(float) / 1e6 / clock.Elapsed.TotalSeconds
            : throw new BenchException($"{received} of {Count} arrays came back.");
    }
}

using System.Diagnostics;

namespace ParallelCompute.Cli.Bench;

/// <summary>One item at a time, there and back: the first calls of the client, then those after a warm-up.</summary>
internal static class SubmitLatency
{
    private const int Submits = 2_000;

    /// <summary>As many calls as the runtime takes to finish compiling what they use, in all three processes.</summary>
    private const int WarmUp = 6_000;

    public static async Task MeasureAsync(ParallelClient client, BenchReport report)
    {
        var cold = await TimeAsync(client, Submits);
        await TimeAsync(client, WarmUp);
        var warm = await TimeAsync(client, Submits);
        report.Add("cold_submit_p50_us", cold[Submits / 2]);
        report.Add("submit_p50_us", warm[Submits / 2], "pingpong_p50_us");
        report.Add("submit_p99_us", warm[Submits * 99 / 100], "pingpong_p99_us");
    }

    /// <summary>Microseconds of each call, shortest first.</summary>
    private static async Task<double[]> TimeAsync(ParallelClient client, int count)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await client.ParallelSubmit((long x) => x + 1, (long)i);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(times);
        return times;
    }
}

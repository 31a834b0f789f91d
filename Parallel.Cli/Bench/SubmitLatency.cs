using System.Diagnostics;

namespace ParallelCompute.Cli.Bench;

/// <summary>One item at a time, there and back.</summary>
internal static class SubmitLatency
{
    private const int WarmUp = 2_000;
    private const int Submits = 2_000;

    public static async Task MeasureAsync(ParallelClient client, BenchReport report)
    {
        var times = new double[Submits];
        for (var i = -WarmUp; i < Submits; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await client.ParallelSubmit((long x) => x + 1, (long)i);
            if (i >= 0)
            {
                times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }

        Array.Sort(times);
        report.Add("submit_p50_us", times[Submits / 2], "pingpong_p50_us");
        report.Add("submit_p99_us", times[Submits * 99 / 100], "pingpong_p99_us");
    }
}

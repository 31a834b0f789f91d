using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ParallelCompute.Cli.Bench;

/// <summary>All measurements once, each right after the floor that it is compared with.</summary>
internal static class BenchRun
{
    public static async Task<JsonObject> MeasureAsync(BenchSettings settings, CancellationToken cancellationToken)
    {
        var config = settings.LoadConfig();
        var machine = Machine.Describe();
        var report = new BenchReport();
        report.AddFloor(await FloorPrograms.StartAsync(cancellationToken));

        var clock = Stopwatch.StartNew();
        await using (var client = await ParallelCluster.GetClientAsync(config, cancellationToken: cancellationToken))
        {
            await client.ParallelMapAsync((long x) => x + 1, [41L], cancellationToken: cancellationToken);
            report.Add("start_ms", clock.Elapsed.TotalMilliseconds, "process_start_ms");
            await client.WaitForWorkersAsync(
                config.NWorkers!.Value, TimeSpan.FromMinutes(5), cancellationToken);
            await MeasureAsync(client, config, report, cancellationToken);
            clock.Restart();
        }

        report.Add("stop_ms", clock.Elapsed.TotalMilliseconds);
        return report.ToJson(machine);
    }

    private static async Task MeasureAsync(
        ParallelClient client, ParallelConfig config, BenchReport report, CancellationToken cancellationToken)
    {
        report.Add("worker_rss_mb", WorkerMemory.Measure());

        report.AddFloor(await FloorPrograms.PingPongAsync(cancellationToken));
        await SubmitLatency.MeasureAsync(client, report);

        report.AddFloor(await FloorPrograms.ItemsAsync(cancellationToken));
        await MapThroughput.MeasureAsync(client, report, cancellationToken);
        await ForThroughput.MeasureAsync(client, report, cancellationToken);

        report.AddFloor(await FloorPrograms.EchoAsync(cancellationToken));
        await PayloadThroughput.MeasureAsync(client, report, cancellationToken);

        report.AddFloor(await FloorPrograms.ValuesAsync(cancellationToken));
        ValueThroughput.Measure(report);

        await Balance.MeasureAsync(client, config, report, cancellationToken);
    }
}

using System.Text.Json.Nodes;
using ParallelCompute.Cli.Bench;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Bench;

/// <summary>The long measurements, cut short, as the processes that they are.</summary>
[Collection(Processes.Name)]
public sealed class ChaosBenchTests
{
    [Fact]
    public async Task Losing_workers_all_the_time_is_measured()
    {
        var result = await RunAsync("--chaos", "--seconds", "4", "--n-workers", "2", "--seed", "1");
        Assert.InRange(Number(result, "items_delivered"), 1_000, double.MaxValue);
        Assert.InRange(Number(result, "kills"), 1, 20);
        Assert.InRange(Number(result, "losses"), Number(result, "kills"), double.MaxValue);
        Assert.InRange(Number(result, "recovery_p50_ms"), 10, Number(result, "recovery_p99_ms"));
        Assert.InRange(Number(result, "throughput_ratio"), 0.01, 2);
        Assert.Equal(0, Number(result, "duplicates_dropped"));
    }

    [Theory]
    [InlineData("--seconds", "0", "--chaos")]
    [InlineData("--kills-per-second", "-1", "--chaos")]
    [InlineData("--runs", "2", "--soak")]
    [InlineData("--seed", "1", "--chaos", "--soak")]
    public async Task What_makes_no_sense_is_refused(params string[] arguments) =>
        Assert.Contains("ended with exit code 1", (await Assert.ThrowsAsync<BenchException>(
            () => RunAsync(arguments))).Message);

    private static double Number(JsonObject result, string key) => result[key]!.GetValue<double>();

    private static Task<JsonObject> RunAsync(params string[] arguments) => JsonProcess.RunAsync(
        Path.Combine(AppContext.BaseDirectory, "parallelctl.dll"), ["bench", "--json", .. arguments],
        new CancellationTokenSource(Gate.Limit).Token);
}

using System.Text.Json.Nodes;
using ParallelCompute.Cli.Bench;

namespace ParallelCompute.Tests.Bench;

public sealed class GuardTests
{
    private static readonly JsonObject Good = Result(map: 1.2, rss: 54);
    private static readonly JsonObject SlowMap = Result(map: 0.2, rss: 54);
    private static readonly JsonObject LargeWorker = Result(map: 1.2, rss: 120);

    private int _runs;

    [Fact]
    public async Task One_good_run_is_enough()
    {
        Assert.Empty(await FellShortAsync(Good));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task What_falls_short_every_time_fails()
    {
        var fault = Assert.Single(await FellShortAsync(SlowMap, SlowMap, SlowMap));
        Assert.StartsWith("map_items_per_s is 0.2 of its floor", fault, StringComparison.Ordinal);
        Assert.Equal(3, _runs);
    }

    [Fact]
    public async Task What_falls_short_now_and_then_passes()
    {
        Assert.Empty(await FellShortAsync(SlowMap, LargeWorker));
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task A_figure_that_cannot_be_had_here_passes()
    {
        Assert.Empty(await FellShortAsync(new JsonObject { ["worker_rss_mb"] = null, ["ratios"] = new JsonObject() }));
        Assert.Equal(1, _runs);
    }

    private async Task<IReadOnlyCollection<string>> FellShortAsync(params JsonObject[] results) =>
        (await Guard.MeasureAsync(() => Task.FromResult(results[_runs++]))).FellShort;

    private static JsonObject Result(double map, double rss) => new()
    {
        ["worker_rss_mb"] = rss,
        ["ratios"] = new JsonObject { ["map_items_per_s"] = map },
    };
}

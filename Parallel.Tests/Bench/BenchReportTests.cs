using System.Text.Json.Nodes;
using ParallelCompute.Cli.Bench;

namespace ParallelCompute.Tests.Bench;

public sealed class BenchReportTests
{
    [Fact]
    public void Figures_are_set_against_their_floor()
    {
        var report = new BenchReport();
        report.AddFloor(JsonNode.Parse("""{"items_per_s": 20000000}""")!.AsObject());
        report.Add("map_items_per_s", 5_000_000.4, "items_per_s");
        report.Add("stop_ms", 0.0123456);
        report.Add("worker_rss_mb", null);

        var expected = JsonNode.Parse(
            """
            {
              "map_items_per_s": 5000000, "stop_ms": 0.01235, "worker_rss_mb": null,
              "floor": { "items_per_s": 20000000 }, "ratios": { "map_items_per_s": 0.25 },
              "machine": { "processors": 2 }
            }
            """);
        var actual = JsonNode.Parse(report.ToJson(new JsonObject { ["processors"] = 2.0 }).ToJsonString());
        Assert.True(JsonNode.DeepEquals(expected, actual), actual!.ToJsonString());
    }

    [Fact]
    public void The_table_shows_every_figure_with_its_ratio()
    {
        var result = JsonNode.Parse(
            """
            {
              "map_items_per_s": 5000000, "worker_rss_mb": null, "floor": { "items_per_s": 20000000 },
              "ratios": { "map_items_per_s": 0.25 }, "machine": { "processors": 2, "load_average": 0.5 }, "runs": 5
            }
            """)!.AsObject();

        Assert.Equal(
            """
            figure                        measured   x floor
            map_items_per_s              5,000,000      0.25
            worker_rss_mb                        -

            floor                         measured
            items_per_s                 20,000,000

            2 processors, load average 0.5 before the start
            """,
            BenchTable.Render(result));
    }
}

using System.Text.Json.Nodes;
using ParallelCompute.Cli.Bench;

namespace ParallelCompute.Tests.Bench;

public sealed class MediansTests
{
    [Theory]
    [InlineData(new[] { 3.0, 1.0, 100.0 }, 3.0)]
    [InlineData(new[] { 4.0, 1.0, 100.0, 2.0 }, 3.0)]
    [InlineData(new[] { 7.0 }, 7.0)]
    public void Every_number_becomes_its_median(double[] values, double expected)
    {
        var runs = values.Select(v => JsonNode.Parse($$"""{"floor": {"a_ms": {{v}}}, "env": "local"}""")).ToArray();

        var medians = Medians.Of(runs)!;

        Assert.Equal(expected, medians["floor"]!["a_ms"]!.GetValue<double>());
        Assert.Equal("local", medians["env"]!.GetValue<string>());
    }

    [Fact]
    public void A_figure_that_one_run_lacks_has_no_median() =>
        Assert.Null(Medians.Of([JsonNode.Parse("""{"a": 1}"""), JsonNode.Parse("""{"a": null}""")])!["a"]);
}

using ParallelCompute.Cli.Bench.Chaos;

namespace ParallelCompute.Tests.Bench;

public sealed class SoakTests
{
    [Theory]
    [InlineData(100, 105)]
    [InlineData(100, 50)]
    [InlineData(0, 0)]
    public void A_twentieth_more_is_no_growth(double start, double end) => Assert.Empty(Grown(start, end));

    [Theory]
    [InlineData(100, 105.1)]
    [InlineData(16, 17)]
    public void More_is_growth(double start, double end) =>
        Assert.StartsWith($"client_handles grew from {start}", Assert.Single(Grown(start, end)));

    private static IReadOnlyCollection<string> Grown(double start, double end) =>
        Soak.Grown(new() { ["client_handles"] = start }, new() { ["client_handles"] = end });
}

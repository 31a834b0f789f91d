using ParallelCompute.Cli.Bench;
using ParallelCompute.Cli.Bench.Chaos;

namespace ParallelCompute.Tests.Bench;

public sealed class ArrivalsTests
{
    private readonly Arrivals _arrivals = new();

    [Fact]
    public void Every_item_once_in_any_order_is_right()
    {
        Add(2, 0, 1, 3);
        _arrivals.End(4);
        Assert.Equal(4, _arrivals.Count);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(2, 0, 2)]
    public void A_second_outcome_is_found(params int[] indices) =>
        Assert.EndsWith("has two outcomes.", Assert.Throws<BenchException>(() => Add(indices)).Message);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(0, 1)]
    public void A_missing_outcome_is_found(params int[] indices)
    {
        Add(indices);
        Assert.Contains(" of 3 items", Assert.Throws<BenchException>(() => _arrivals.End(3)).Message);
    }

    [Fact]
    public void A_wrong_result_is_found() => Assert.Throws<BenchException>(() => _arrivals.Add(1, 0));

    private void Add(params int[] indices) =>
        Array.ForEach(indices, index => _arrivals.Add(index, ChaosItem.ResultOf(index)));
}

using Xunit;

namespace ParallelCompute.Tests.Values;

public sealed class RandomGraphTests
{
    [Fact]
    public void Random_graphs_come_back()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var value = new RandomGraphs(seed).Next();
            SameContent.Check(value, Codec.Trip(value), $"seed {seed}");
        }
    }
}

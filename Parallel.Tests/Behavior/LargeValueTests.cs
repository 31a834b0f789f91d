using System.Globalization;

namespace ParallelCompute.Tests.Behavior;

/// <summary>Values of a size that matters, on real processes.</summary>
[Collection(Processes.Name)]
public sealed class LargeValueTests
{
    /// <summary>Set to a number of MiB to try other sizes; 1024 takes a minute where memory comes slowly.</summary>
    private const string SizeVariable = "PARALLEL_TEST_VALUE_MIB";

    private static readonly int s_floats = (int)(Bytes / sizeof(float));

    private readonly LocalFixture _fixture = new();

    private static long Bytes => (1L << 20) * int.Parse(
        Environment.GetEnvironmentVariable(SizeVariable) ?? "64", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_large_array_goes_there_and_back_as_an_item_and_there_as_an_argument()
    {
        await using var client = await _fixture.OpenAsync(SharedCluster.Config(1)).Soon();
        var item = new float[s_floats];
        (item[0], item[^1]) = (1, 2);
        var back = await client.ParallelMapAsync(
            (float[] values) =>
            {
                (values[0], values[^1]) = (values[^1], values[0]);
                return values;
            },
            [item]).Soon();
        Assert.Equal((2f, 1f, s_floats), (back[0][0], back[0][^1], back[0].Length));
        await client.ParallelMapAsync((int i, float[] item) => item[i] + item[^1], [0], arguments: new { item })
            .GivesAsync(3f);
    }

    [Fact]
    public async Task Results_larger_than_the_window_wait_for_a_slow_consumer()
    {
        await using var client = await _fixture.OpenAsync(SharedCluster.Config()).Soon();
        var options = new MapOptions { MaxInFlight = 1, BatchSize = 1 };
        var results = client.ParallelForAsync(
            x => Enumerable.Repeat(x, 5_000_000).ToArray(), Enumerable.Range(0, 12), options);
        List<int> seen = [];
        await foreach (var result in results)
        {
            // The next one arrives before this one is taken away.
            await client.ParallelSubmit((int x) => x, 1).Soon();
            Assert.Equal(-1, result.AsSpan().IndexOfAnyExcept(result[0]));
            seen.Add(result[0]);
        }

        Assert.Equal(Enumerable.Range(0, 12), seen.Order());
    }
}

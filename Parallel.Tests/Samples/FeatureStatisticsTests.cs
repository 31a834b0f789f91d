using SpeechStats;

namespace ParallelCompute.Tests.Samples;

public sealed class FeatureStatisticsTests
{
    [Fact]
    public void Merged_statistics_equal_those_of_all_frames_in_two_passes()
    {
        const int features = 5;
        var random = new Random(11);
        int[] frames = [3, 0, 1, 250, 17];
        var parts = frames.Select(n => Values(random, n * features)).ToArray();
        var merged = new FeatureStatistics(features);

        foreach (var part in parts)
        {
            merged.Merge(FeatureStatistics.Of(part, features));
        }

        var all = parts.SelectMany(p => p).ToArray();
        Assert.Equal(frames.Sum(), merged.Frames);
        for (var f = 0; f < features; f++)
        {
            var column = all.Where((_, i) => i % features == f).Select(v => (double)v).ToArray();
            var mean = column.Average();
            Assert.Equal(mean, merged.Mean[f], 1e-9);
            Assert.Equal(column.Average(v => (v - mean) * (v - mean)), merged.Variance[f], 1e-9);
        }
    }

    [Fact]
    public void The_order_of_arrival_changes_nothing()
    {
        var random = new Random(12);
        var parts = Enumerable.Range(0, 40).Select(_ => FeatureStatistics.Of(Values(random, 60), 4)).ToArray();
        var inOrder = Merge(parts, Enumerable.Range(0, 40));

        for (var round = 0; round < 20; round++)
        {
            var order = Enumerable.Range(0, 40).ToArray();
            random.Shuffle(order);
            var total = Merge(parts, order);

            Assert.Equal(inOrder.Mean, total.Mean);
            Assert.Equal(inOrder.Variance, total.Variance);
        }
    }

    [Fact]
    public void Without_frames_there_is_nothing()
    {
        var nothing = FeatureStatistics.Of([], 2);

        Assert.Equal(0, nothing.Frames);
        Assert.Equal([0, 0], nothing.Mean);
        Assert.Equal([0, 0], nothing.Variance);
    }

    private static FeatureStatistics Merge(FeatureStatistics[] parts, IEnumerable<int> order)
    {
        var merge = new OrderedMerge(4);
        foreach (var index in order)
        {
            merge.Add(index, parts[index]);
        }

        return merge.Total;
    }

    private static float[] Values(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 30) - 23)];
}

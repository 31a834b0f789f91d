namespace SpeechStats;

/// <summary>Takes statistics in any order and merges them in the order of the files.</summary>
/// <remarks>Sums of floating point numbers depend on their order; fixing it makes every run write the same.</remarks>
internal sealed class OrderedMerge(int features)
{
    private readonly Dictionary<long, FeatureStatistics> _waiting = [];
    private long _next;

    /// <summary>What was merged so far.</summary>
    public FeatureStatistics Total { get; } = new(features);

    public void Add(long index, FeatureStatistics statistics)
    {
        _waiting.Add(index, statistics);
        while (_waiting.Remove(_next, out var next))
        {
            Total.Merge(next);
            _next++;
        }
    }
}

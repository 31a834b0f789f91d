namespace SpeechStats;

/// <summary>Count, mean and sum of squared deviations of each feature. Two of them can be merged.</summary>
/// <remarks>Merging in the order of the files makes the result independent of the order they were done in.</remarks>
internal sealed class FeatureStatistics(int features)
{
    private readonly double[] _mean = new double[features];
    private readonly double[] _squares = new double[features];

    /// <summary>Number of frames seen.</summary>
    public long Frames { get; private set; }

    /// <summary>The mean of each feature.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>The variance of each feature, over all frames (divided by their number).</summary>
    public IReadOnlyList<double> Variance => [.. _squares.Select(s => Frames == 0 ? 0 : s / Frames)];

    /// <summary>The statistics of one file's frames, in two passes.</summary>
    public static FeatureStatistics Of(ReadOnlySpan<float> values, int features)
    {
        var result = new FeatureStatistics(features) { Frames = values.Length / features };
        for (var i = 0; i < values.Length; i++)
        {
            result._mean[i % features] += values[i];
        }

        for (var f = 0; f < features; f++)
        {
            result._mean[f] /= Math.Max(1, result.Frames);
        }

        for (var i = 0; i < values.Length; i++)
        {
            var deviation = values[i] - result._mean[i % features];
            result._squares[i % features] += deviation * deviation;
        }

        return result;
    }

    /// <summary>Adds the frames of another (Chan, Golub and LeVeque's formula).</summary>
    public void Merge(FeatureStatistics other)
    {
        if (other.Frames == 0)
        {
            return;
        }

        var total = Frames + other.Frames;
        for (var f = 0; f < _mean.Length; f++)
        {
            var difference = other._mean[f] - _mean[f];
            _mean[f] += difference * other.Frames / total;
            _squares[f] += other._squares[f] + (difference * difference * Frames * other.Frames / total);
        }

        Frames = total;
    }
}

namespace SpeechStats;

/// <summary>Triangular filters, evenly spaced on the mel scale from 0 Hz to half the sample rate.</summary>
/// <remarks>Each filter peaks at 1 where its neighbors reach 0: between the outer centers they add up to 1.</remarks>
internal sealed class MelFilterbank
{
    private readonly int[] _firstBins;
    private readonly double[][] _weights;

    public MelFilterbank(int filters, int fftSize, int sampleRate)
    {
        var top = ToMel(sampleRate / 2.0);
        var edges = Enumerable.Range(0, filters + 2).Select(i => ToHertz(top * i / (filters + 1))).ToArray();
        Centers = edges[1..^1];
        _firstBins = new int[filters];
        _weights = new double[filters][];
        var hertzPerBin = (double)sampleRate / fftSize;
        for (var f = 0; f < filters; f++)
        {
            var (left, center, right) = (edges[f], edges[f + 1], edges[f + 2]);
            var first = (int)Math.Ceiling(left / hertzPerBin);
            var last = Math.Min((int)Math.Floor(right / hertzPerBin), fftSize / 2);
            _firstBins[f] = first;
            _weights[f] = [.. Enumerable.Range(first, Math.Max(0, last - first + 1))
                .Select(bin => Triangle(bin * hertzPerBin, left, center, right))];
        }
    }

    /// <summary>The frequency in Hz at which each filter peaks.</summary>
    public IReadOnlyList<double> Centers { get; }

    /// <summary>The weight that a filter gives to a bin of the spectrum.</summary>
    public double Weight(int filter, int bin)
    {
        var at = bin - _firstBins[filter];
        return at >= 0 && at < _weights[filter].Length ? _weights[filter][at] : 0;
    }

    /// <summary>The energy that one filter lets through.</summary>
    public double Apply(int filter, ReadOnlySpan<double> power)
    {
        var weights = _weights[filter];
        var bins = power.Slice(_firstBins[filter], weights.Length);
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * bins[i];
        }

        return sum;
    }

    private static double ToMel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));

    private static double ToHertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);

    private static double Triangle(double hertz, double left, double center, double right) => Math.Max(
        0, hertz <= center ? (hertz - left) / (center - left) : (right - hertz) / (right - center));
}

namespace SpeechStats;

/// <summary>One formant: a filter that lets a frequency ring. It may be another with every sample.</summary>
internal sealed class Resonator(double bandwidth, int sampleRate)
{
    private readonly double _decay = Math.Exp(-Math.PI * bandwidth / sampleRate);
    private double _last;
    private double _beforeLast;

    public double Next(double input, double frequency)
    {
        var feedback = 2 * _decay * Math.Cos(2 * Math.PI * frequency / sampleRate);
        var output = ((1 - _decay) * input) + (feedback * _last) - (_decay * _decay * _beforeLast);
        (_beforeLast, _last) = (_last, output);
        return output;
    }
}

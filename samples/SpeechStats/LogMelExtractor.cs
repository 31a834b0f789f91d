namespace SpeechStats;

/// <summary>Turns sound of one sample rate into log-mel features. Immutable: threads may share it.</summary>
internal sealed class LogMelExtractor
{
    /// <summary>Features per frame.</summary>
    public const int Mels = 80;

    private const double Floor = 1e-10;
    private readonly int _shift;
    private readonly double[] _window;
    private readonly Fft _fft;
    private readonly MelFilterbank _filters;

    public LogMelExtractor(int sampleRate)
    {
        var length = Math.Max(2, (int)Math.Round(0.025 * sampleRate));
        _shift = Math.Max(1, (int)Math.Round(0.010 * sampleRate));
        _window = [.. Enumerable.Range(0, length).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / length)))];
        _fft = new Fft((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length));
        _filters = new MelFilterbank(Mels, _fft.Size, sampleRate);
    }

    /// <summary>The features of every whole window, frame after frame.</summary>
    public float[] Extract(ReadOnlySpan<float> samples)
    {
        var frames = samples.Length < _window.Length ? 0 : 1 + ((samples.Length - _window.Length) / _shift);
        var features = new float[frames * Mels];
        var (real, imaginary) = (new double[_fft.Size], new double[_fft.Size]);
        for (var frame = 0; frame < frames; frame++)
        {
            PowerSpectrum(samples.Slice(frame * _shift, _window.Length), real, imaginary);
            var power = real.AsSpan(0, (_fft.Size / 2) + 1);
            for (var mel = 0; mel < Mels; mel++)
            {
                features[(frame * Mels) + mel] = (float)Math.Log(Math.Max(_filters.Apply(mel, power), Floor));
            }
        }

        return features;
    }

    /// <summary>Leaves the power of each frequency in <paramref name="real"/>.</summary>
    private void PowerSpectrum(ReadOnlySpan<float> samples, double[] real, double[] imaginary)
    {
        Array.Clear(real);
        Array.Clear(imaginary);
        for (var i = 0; i < samples.Length; i++)
        {
            real[i] = samples[i] * _window[i];
        }

        _fft.Transform(real, imaginary);
        for (var bin = 0; bin <= _fft.Size / 2; bin++)
        {
            real[bin] = (real[bin] * real[bin]) + (imaginary[bin] * imaginary[bin]);
        }
    }
}

namespace SpeechStats;

/// <summary>Speech-like sound: syllables with moving pitch and formants, hissing consonants and pauses.</summary>
internal sealed class SyntheticSpeech(int seed)
{
    /// <summary>The sample rate of what is made.</summary>
    public const int SampleRate = 48_000;

    // Formants of five vowels in Hz (a, e, i, o, u), after Peterson and Barney.
    private static readonly (double First, double Second, double Third)[] Vowels =
        [(730, 1090, 2440), (530, 1840, 2480), (270, 2290, 3010), (570, 840, 2410), (300, 870, 2240)];

    // A seeded Random gives the same numbers on every machine: the sound is the same everywhere.
    private readonly Random _random = new(seed);
    private readonly List<float> _samples = [];

    /// <summary>Writes files of a few seconds each into a folder.</summary>
    public static void WriteFiles(string folder, int files)
    {
        for (var i = 1; i <= files; i++)
        {
            WavWriter.Write(Path.Combine(folder, $"speech_{i}.wav"), new SyntheticSpeech(i).Speak(), SampleRate);
        }
    }

    /// <summary>A sentence of two to five seconds.</summary>
    public float[] Speak()
    {
        var pitch = 90 + (_random.NextDouble() * 130);
        var end = (2 + (_random.NextDouble() * 3)) * SampleRate;
        Noise(0.1, 0.001);
        while (_samples.Count < end)
        {
            Noise(0.04 + (_random.NextDouble() * 0.08), 0.05);
            Vowel(0.1 + (_random.NextDouble() * 0.2), pitch);
            if (_random.Next(4) == 0)
            {
                Noise(0.1 + (_random.NextDouble() * 0.25), 0.001);
            }
        }

        return [.. _samples];
    }

    private void Noise(double seconds, double loudness)
    {
        var length = (int)(seconds * SampleRate);
        for (var i = 0; i < length; i++)
        {
            _samples.Add((float)(((_random.NextDouble() * 2) - 1) * loudness * Fade(i, length)));
        }
    }

    private void Vowel(double seconds, double pitch)
    {
        var (from, to) = (Vowels[_random.Next(Vowels.Length)], Vowels[_random.Next(Vowels.Length)]);
        var (low, mid, high) = (Formant(80), Formant(100), Formant(140));
        var bend = 0.8 + (_random.NextDouble() * 0.4);
        var length = (int)(seconds * SampleRate);
        var phase = 0.0;
        for (var i = 0; i < length; i++)
        {
            var along = (double)i / length;
            phase += pitch * (1 + ((bend - 1) * along)) / SampleRate;
            phase -= Math.Floor(phase);

            // A sawtooth holds every harmonic, falling like the sound of the vocal cords.
            var source = 1 - (2 * phase);
            var sum = low.Next(source, Between(from.First, to.First, along))
                + (0.6 * mid.Next(source, Between(from.Second, to.Second, along)))
                + (0.3 * high.Next(source, Between(from.Third, to.Third, along)));
            _samples.Add((float)(0.5 * Math.Tanh(sum) * Fade(i, length)));
        }
    }

    private static Resonator Formant(double bandwidth) => new(bandwidth, SampleRate);

    private static double Between(double from, double to, double along) => from + ((to - from) * along);

    private static double Fade(int i, int length) => Math.Sin(Math.PI * (i + 0.5) / length);
}

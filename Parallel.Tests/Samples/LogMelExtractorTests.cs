using SpeechStats;

namespace ParallelCompute.Tests.Samples;

public sealed class LogMelExtractorTests
{
    [Theory]
    [InlineData(440, 16_000)]
    [InlineData(1000, 48_000)]
    [InlineData(3000, 22_050)]
    [InlineData(6500, 16_000)]
    public void A_pure_tone_lands_in_the_band_nearest_to_it(double frequency, int sampleRate)
    {
        var tone = Tone(frequency, sampleRate);
        var features = new LogMelExtractor(sampleRate).Extract(tone);
        var centers = new MelFilterbank(80, 2, sampleRate).Centers;
        var nearest = Enumerable.Range(0, 80).MinBy(f => Math.Abs(centers[f] - frequency));

        for (var frame = 0; frame < features.Length / 80; frame++)
        {
            var loudest = Enumerable.Range(0, 80).MaxBy(f => features[(frame * 80) + f]);
            Assert.InRange(loudest, nearest - 1, nearest + 1);
        }
    }

    [Theory]
    [InlineData(399, 0)]
    [InlineData(400, 1)]
    [InlineData(559, 1)]
    [InlineData(560, 2)]
    [InlineData(16_000, 98)]
    public void Windows_of_25_ms_begin_every_10_ms(int samples, int frames) =>
        Assert.Equal(frames * 80, new LogMelExtractor(16_000).Extract(new float[samples]).Length);

    [Fact]
    public void Silence_is_the_floor() => Assert.All(
        new LogMelExtractor(16_000).Extract(new float[800]), f => Assert.Equal((float)Math.Log(1e-10), f));

    [Fact]
    public void Twice_the_loudness_adds_the_same_to_every_feature()
    {
        var quiet = new SyntheticSpeech(3).Speak();
        var extractor = new LogMelExtractor(SyntheticSpeech.SampleRate);
        var features = extractor.Extract(quiet);
        var louder = extractor.Extract([.. quiet.Select(s => 2 * s)]);

        Assert.All(
            features.Zip(louder).Where(f => f.First > -20),
            f => Assert.Equal(Math.Log(4), f.Second - f.First, 1e-4));
    }

    private static float[] Tone(double frequency, int sampleRate) =>
        [.. Enumerable.Range(0, sampleRate).Select(i => (float)Math.Sin(2 * Math.PI * frequency * i / sampleRate))];
}

using SpeechStats;

namespace ParallelCompute.Tests.Samples;

public sealed class WavFileTests
{
    [Theory]
    [InlineData(1, 8, new byte[] { 0, 128, 192 }, new[] { -1f, 0f, 0.5f })]
    [InlineData(1, 16, new byte[] { 0, 128, 0, 0, 0, 64 }, new[] { -1f, 0f, 0.5f })]
    [InlineData(1, 24, new byte[] { 0, 0, 128, 0, 0, 0, 0, 0, 64 }, new[] { -1f, 0f, 0.5f })]
    [InlineData(1, 32, new byte[] { 0, 0, 0, 128, 0, 0, 0, 64 }, new[] { -1f, 0.5f })]
    [InlineData(3, 32, new byte[] { 0, 0, 128, 191, 0, 0, 0, 63 }, new[] { -1f, 0.5f })]
    public void Every_supported_kind_of_sample_is_decoded(uint tag, uint bits, byte[] sound, float[] expected)
    {
        var plain = Read(WavBytes.Format(tag, bits: bits), WavBytes.Chunk("data", sound));
        var extended = Read(
            WavBytes.Format(0xFFFE, bits: bits, extra: WavBytes.Extension(tag, bits)), WavBytes.Chunk("data", sound));

        Assert.Equal(16_000, plain.SampleRate);
        Assert.Equal(expected, plain.Samples);
        Assert.Equal(expected, extended.Samples);
    }

    [Fact]
    public void Channels_are_mixed() => Assert.Equal(
        [0.25f, -0.5f],
        Read(WavBytes.Format(channels: 2), WavBytes.Chunk("data", [0, 64, 0, 0, 0, 128, 0, 0])).Samples);

    [Fact]
    public void Other_chunks_of_odd_length_are_skipped() => Assert.Equal(
        [0.5f],
        Read(
            WavBytes.Chunk("LIST", [1, 2, 3]), WavBytes.Format(), WavBytes.Chunk("fact", [9]),
            WavBytes.Chunk("data", [0, 64]), WavBytes.Chunk("data", [1, 1])).Samples);

    [Fact]
    public void What_is_written_is_read_back()
    {
        var path = Path.GetTempFileName();
        try
        {
            var speech = new SyntheticSpeech(1).Speak();
            WavWriter.Write(path, speech, SyntheticSpeech.SampleRate);
            var read = WavFile.Read(path);

            Assert.Equal(SyntheticSpeech.SampleRate, read.SampleRate);
            Assert.Equal(SyntheticSpeech.SampleRate, WavFile.ReadSampleRate(path));
            Assert.InRange(read.Seconds, 2, 6);
            Assert.Equal(speech.Length, read.Samples.Length);
            Assert.All(speech.Zip(read.Samples), s => Assert.Equal(s.First, s.Second, 1e-4f));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static WavFile Read(params byte[][] chunks) => WavFile.Read(new MemoryStream(WavBytes.File(chunks)));
}

namespace SpeechStats;

/// <summary>Writes one channel of 16-bit PCM.</summary>
internal static class WavWriter
{
    public static void Write(string path, ReadOnlySpan<float> samples, int sampleRate)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("RIFF"u8);
        writer.Write(36 + (samples.Length * 2));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(sampleRate);
        writer.Write(sampleRate * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(samples.Length * 2);
        foreach (var sample in samples)
        {
            writer.Write((short)Math.Clamp(Math.Round(sample * 32767), short.MinValue, short.MaxValue));
        }
    }
}

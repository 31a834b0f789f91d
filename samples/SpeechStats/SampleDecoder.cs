using System.Buffers.Binary;

namespace SpeechStats;

/// <summary>Decodes stored samples and mixes their channels.</summary>
internal static class SampleDecoder
{
    /// <summary>One sample per frame: the mean of its channels.</summary>
    /// <exception cref="InvalidDataException">A stored float is infinite or not a number.</exception>
    public static float[] ToMono(ReadOnlySpan<byte> bytes, WavFormat format)
    {
        var samples = new float[bytes.Length / format.FrameSize];
        for (var i = 0; i < samples.Length; i++)
        {
            var frame = bytes.Slice(i * format.FrameSize, format.FrameSize);
            var sum = 0.0;
            for (var at = 0; at < frame.Length; at += format.BytesPerSample)
            {
                sum += Decode(frame.Slice(at, format.BytesPerSample), format.IsFloat);
            }

            samples[i] = (float)(sum / format.Channels);
            if (!float.IsFinite(samples[i]))
            {
                throw new InvalidDataException($"sample {i} is not a finite number");
            }
        }

        return samples;
    }

    private static double Decode(ReadOnlySpan<byte> sample, bool isFloat) => (sample.Length, isFloat) switch
    {
        (_, true) => BinaryPrimitives.ReadSingleLittleEndian(sample),
        (1, _) => (sample[0] - 128) / 128.0,
        (2, _) => BinaryPrimitives.ReadInt16LittleEndian(sample) / 32768.0,
        (3, _) => ((sample[0] << 8) | (sample[1] << 16) | (sample[2] << 24)) / 2147483648.0,
        _ => BinaryPrimitives.ReadInt32LittleEndian(sample) / 2147483648.0,
    };
}

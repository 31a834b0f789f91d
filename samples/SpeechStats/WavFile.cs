using System.Buffers.Binary;

namespace SpeechStats;

/// <summary>The sound of a WAV file: one channel (the mean of all), samples from -1 to 1.</summary>
internal sealed record WavFile(int SampleRate, float[] Samples)
{
    private const int LongestFormat = 1024;

    /// <summary>Length of the sound.</summary>
    public double Seconds => (double)Samples.Length / SampleRate;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is truncated, damaged or not PCM.</exception>
    public static WavFile Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file);
    }

    /// <summary>Reads only as much as tells the sample rate.</summary>
    /// <exception cref="InvalidDataException">It is truncated, damaged or not PCM.</exception>
    public static int ReadSampleRate(string path)
    {
        using var file = File.OpenRead(path);
        return ReadHeader(file).Format.SampleRate;
    }

    /// <summary>Reads a stream that can seek.</summary>
    /// <exception cref="InvalidDataException">It is truncated, damaged or not PCM.</exception>
    public static WavFile Read(Stream stream)
    {
        var (format, size) = ReadHeader(stream);
        var present = stream.Length - stream.Position;
        if (size > present)
        {
            throw new InvalidDataException($"truncated: {size} bytes of sound are declared, {present} are there");
        }

        if (size % format.FrameSize != 0 || size > Array.MaxLength)
        {
            throw new InvalidDataException($"{size} bytes of sound are not whole frames of {format.FrameSize} bytes " +
                                           $"or more than {Array.MaxLength} bytes");
        }

        var bytes = new byte[size];
        stream.ReadExactly(bytes);
        return new WavFile(format.SampleRate, SampleDecoder.ToMono(bytes, format));
    }

    /// <summary>Leaves the stream where the sound begins.</summary>
    private static (WavFormat Format, long Size) ReadHeader(Stream stream)
    {
        Span<byte> head = stackalloc byte[12];
        if (stream.ReadAtLeast(head, 12, throwOnEndOfStream: false) < 12 || !head.StartsWith("RIFF"u8) ||
            !head[8..].SequenceEqual("WAVE"u8))
        {
            throw new InvalidDataException("not a WAV file: it does not begin with RIFF and WAVE");
        }

        WavFormat? format = null;
        while (stream.ReadAtLeast(head[..8], 8, throwOnEndOfStream: false) == 8)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (head.StartsWith("data"u8))
            {
                return (format ?? throw new InvalidDataException("the sound comes before its format"), size);
            }

            // Chunks begin at even offsets. A size beyond the end just finds no further chunk.
            var next = stream.Position + size + (size & 1);
            if (head.StartsWith("fmt "u8))
            {
                format = ReadFormat(stream, size);
            }

            stream.Position = Math.Min(next, stream.Length);
        }

        throw new InvalidDataException(format is null ? "no 'fmt ' chunk" : "no 'data' chunk");
    }

    private static WavFormat ReadFormat(Stream stream, uint size)
    {
        var chunk = new byte[Math.Min(size, LongestFormat)];
        var read = stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
        return WavFormat.Parse(chunk.AsSpan(0, read));
    }
}

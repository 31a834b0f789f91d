using System.Buffers.Binary;

namespace SpeechStats;

/// <summary>How the samples of a WAV file are stored; only what can be read.</summary>
internal readonly record struct WavFormat(int Channels, int SampleRate, int BytesPerSample, bool IsFloat)
{
    private const int Pcm = 1;
    private const int IeeeFloat = 3;
    private const int Extensible = 0xFFFE;

    // The last 14 bytes of every sub-format that is an old format tag in GUID form (mmreg.h).
    private static ReadOnlySpan<byte> TagGuidTail =>
        [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    /// <summary>Bytes of one sample of every channel.</summary>
    public int FrameSize => Channels * BytesPerSample;

    /// <summary>Reads a <c>fmt </c> chunk.</summary>
    /// <exception cref="InvalidDataException">The format is damaged or not one that can be read.</exception>
    public static WavFormat Parse(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < 16)
        {
            throw new InvalidDataException($"the 'fmt ' chunk has {chunk.Length} bytes; at least 16 are needed");
        }

        var tag = Tag(chunk);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        var frame = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (!(tag == Pcm && bits is 8 or 16 or 24 or 32) && !(tag == IeeeFloat && bits == 32))
        {
            throw new InvalidDataException($"format {tag} with {bits} bits is not PCM (8 to 32 bits) or float32");
        }

        if (channels == 0 || frame != channels * (bits / 8))
        {
            throw new InvalidDataException($"{channels} channels of {bits} bits in frames of {frame} bytes cannot be");
        }

        return rate is >= 1000 and <= 768_000
            ? new WavFormat(channels, (int)rate, bits / 8, tag == IeeeFloat)
            : throw new InvalidDataException($"a sample rate of {rate} Hz is outside 1000 to 768000");
    }

    private static int Tag(ReadOnlySpan<byte> chunk)
    {
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        return tag == Extensible && chunk.Length >= 40 && chunk[26..40].SequenceEqual(TagGuidTail)
            ? BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..])
            : tag;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace ParallelCompute.Tests.Samples;

/// <summary>Builds WAV files, also wrong ones.</summary>
internal static class WavBytes
{
    public static byte[] File(params byte[][] chunks)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes("WAVE"), .. chunks.SelectMany(c => c)];
        return Chunk("RIFF", body);
    }

    /// <summary>A chunk, padded to an even length as the format demands.</summary>
    public static byte[] Chunk(string id, byte[] body, uint? declaredSize = null) =>
    [
        .. Encoding.ASCII.GetBytes(id), .. Little(declaredSize ?? (uint)body.Length, 4), .. body,
        .. new byte[body.Length & 1],
    ];

    public static byte[] Format(
        uint tag = 1, uint channels = 1, uint rate = 16_000, uint bits = 16, uint? frame = null,
        byte[]? extra = null) =>
        Chunk("fmt ",
        [
            .. Little(tag, 2), .. Little(channels, 2), .. Little(rate, 4), .. Little(rate * channels * bits / 8, 4),
            .. Little(frame ?? channels * bits / 8, 2), .. Little(bits, 2), .. extra ?? [],
        ]);

    /// <summary>What WAVE_FORMAT_EXTENSIBLE adds: its size, valid bits, speakers and the real tag.</summary>
    public static byte[] Extension(uint tag, uint bits) =>
    [
        .. Little(22, 2), .. Little(bits, 2), .. Little(4, 4), .. Little(tag, 2),
        0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71,
    ];

    private static byte[] Little(uint value, int bytes)
    {
        var all = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(all, value);
        return all[..bytes];
    }
}

using SpeechStats;

namespace ParallelCompute.Tests.Samples;

public sealed class HostileWavTests
{
    private static readonly byte[] Sound = WavBytes.Chunk("data", [0, 64, 0, 64]);

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "not a WAV file", [] },
        { "not a WAV file", "RIFF"u8.ToArray() },
        { "not a WAV file", "{ \"this\": \"is something else\" }"u8.ToArray() },
        { "no 'fmt ' chunk", WavBytes.File() },
        { "no 'data' chunk", WavBytes.File(WavBytes.Format()) },
        { "before its format", WavBytes.File(Sound, WavBytes.Format()) },
        { "truncated", WavBytes.File(WavBytes.Format(), WavBytes.Chunk("data", [1, 2], 4)) },
        { "truncated", WavBytes.File(WavBytes.Format(), WavBytes.Chunk("data", [], uint.MaxValue)) },
        { "no 'data' chunk", WavBytes.File(WavBytes.Format(), WavBytes.Chunk("junk", [], uint.MaxValue), Sound) },
        { "no 'data' chunk", WavBytes.File(WavBytes.Format(), WavBytes.Chunk("junk", [], uint.MaxValue - 1), Sound) },
        { "at least 16", WavBytes.File(WavBytes.Chunk("fmt ", [1, 0, 1, 0]), Sound) },
        { "at least 16", WavBytes.File(WavBytes.Chunk("fmt ", [1, 0], uint.MaxValue)) },
        { "0 channels", WavBytes.File(WavBytes.Format(channels: 0), Sound) },
        { "channels", WavBytes.File(WavBytes.Format(frame: 4), Sound) },
        { "channels", WavBytes.File(WavBytes.Format(frame: 0), Sound) },
        { "0 Hz", WavBytes.File(WavBytes.Format(rate: 0), Sound) },
        { "4294967295 Hz", WavBytes.File(WavBytes.Format(rate: uint.MaxValue), Sound) },
        { "format 85", WavBytes.File(WavBytes.Format(85), Sound) },
        { "12 bits", WavBytes.File(WavBytes.Format(bits: 12, frame: 1), Sound) },
        { "64 bits", WavBytes.File(WavBytes.Format(3, bits: 64), Sound) },
        { "format 65534", WavBytes.File(WavBytes.Format(0xFFFE), Sound) },
        { "not whole frames", WavBytes.File(WavBytes.Format(), WavBytes.Chunk("data", [1, 2, 3])) },
        { "not a finite", WavBytes.File(WavBytes.Format(3, bits: 32), WavBytes.Chunk("data", [0, 0, 192, 127])) },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void A_damaged_file_says_what_is_wrong_with_it(string expected, byte[] file) => Assert.Contains(
        expected, Assert.Throws<InvalidDataException>(() => WavFile.Read(new MemoryStream(file))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Random_damage_never_ends_in_another_error()
    {
        var whole = WavBytes.File(
            WavBytes.Format(0xFFFE, 2, extra: WavBytes.Extension(1, 16)), WavBytes.Chunk("LIST", [1, 2, 3]), Sound);
        var random = new Random(5);
        for (var round = 0; round < 20_000; round++)
        {
            var file = whole[..random.Next(random.Next(2) == 0 ? whole.Length + 1 : whole.Length)];
            for (var i = random.Next(6); i > 0 && file.Length > 0; i--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            try
            {
                WavFile.Read(new MemoryStream(file));
            }
            catch (InvalidDataException)
            {
                // The one error that is allowed.
            }
        }
    }
}

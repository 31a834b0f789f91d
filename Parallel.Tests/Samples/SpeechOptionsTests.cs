using SpeechStats;

namespace ParallelCompute.Tests.Samples;

public sealed class SpeechOptionsTests
{
    [Fact]
    public void Every_option_is_read() => Assert.Equal(
        new SpeechOptions { Folder = "sounds", Config = "c.yaml", NWorkers = 3, Repeat = 7, Out = "o.json" },
        SpeechOptions.Parse(
            ["--config", "c.yaml", "sounds", "--n-workers", "3", "--repeat", "7", "--out", "o.json"]));

    [Theory]
    [InlineData("--workers", "3")]
    [InlineData("--n-workers", "0")]
    [InlineData("--n-workers", "two")]
    [InlineData("--repeat", "-1")]
    [InlineData("--repeat", "99999999999")]
    [InlineData("a", "b")]
    [InlineData("a", "--config")]
    [InlineData("--out", "")]
    public void A_wrong_command_line_is_refused(params string[] arguments) =>
        Assert.Throws<UsageException>(() => SpeechOptions.Parse(arguments));

    [Fact]
    public void A_missing_folder_and_one_without_sound_are_refused()
    {
        var empty = Directory.CreateTempSubdirectory();
        try
        {
            using var output = new StringWriter();
            Assert.Throws<UsageException>(() => SpeechFolder.Open(empty.FullName, output));
            Assert.Throws<UsageException>(() => SpeechFolder.Open(Path.Combine(empty.FullName, "nowhere"), output));
        }
        finally
        {
            empty.Delete();
        }
    }
}

using SpeechStats;

namespace ParallelCompute.Tests.Samples;

[Collection(SecondLine.Name)]
public sealed class SpeechStatsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("speech-stats-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_writes_what_one_file_after_another_gives()
    {
        SyntheticSpeech.WriteFiles(_folder, 4);
        var config = Path.Combine(_folder, "parallel.yaml");
        await File.WriteAllTextAsync(config, "env: local\nn_workers: 2\n");

        var (exitCode, output, errors) = await SampleProgram.RunAsync(
            "SpeechStats", _folder, _folder, "--config", config, "--repeat", "3");

        Assert.True(exitCode == 0, string.Join('\n', errors));
        Assert.Equal(12, output.Count(line => line.StartsWith("speech_", StringComparison.Ordinal)));
        var expected = OneAfterAnother(repeat: 3);
        var written = StatisticsFile.Read(Path.Combine(_folder, "speech-stats.json"));
        Assert.Equal(expected.Frames, written.Frames);
        Assert.Equal(80, written.Mean.Count);
        Assert.Equal(80, written.Variance.Count);
        Assert.All(expected.Mean.Zip(written.Mean), m => Assert.Equal(m.First, m.Second, 1e-9));
        Assert.All(expected.Variance.Zip(written.Variance), v => Assert.Equal(v.First, v.Second, 1e-9));
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_named_and_the_others_are_done()
    {
        SyntheticSpeech.WriteFiles(_folder, 2);
        var whole = await File.ReadAllBytesAsync(Path.Combine(_folder, "speech_1.wav"));
        await File.WriteAllBytesAsync(Path.Combine(_folder, "cut.wav"), whole[..1000]);
        await File.WriteAllTextAsync(Path.Combine(_folder, "text.wav"), "these are words, no sounds");

        var (exitCode, output, errors) = await SampleProgram.RunAsync(
            "SpeechStats", _folder, _folder, "--out", "o.json");

        Assert.Equal(1, exitCode);
        Assert.Equal(2, output.Count(line => line.StartsWith("speech_", StringComparison.Ordinal)));
        Assert.Equal(2, errors.Length);
        Assert.Single(errors, line => line.StartsWith("cut.wav: truncated", StringComparison.Ordinal));
        Assert.Single(errors, line => line.StartsWith("text.wav: not a WAV file", StringComparison.Ordinal));
        Assert.Equal(
            OneAfterAnother("speech_1.wav", "speech_2.wav").Frames,
            StatisticsFile.Read(Path.Combine(_folder, "o.json")).Frames);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_ends_it_with_one_line()
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("SpeechStats", _folder, "nowhere");

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains("nowhere", Assert.Single(errors), StringComparison.Ordinal);
    }

    private FeatureStatistics OneAfterAnother(int repeat)
    {
        var files = Directory.GetFiles(_folder, "*.wav").Order(StringComparer.Ordinal);
        return OneAfterAnother([.. Enumerable.Repeat(files, repeat).SelectMany(f => f)]);
    }

    private FeatureStatistics OneAfterAnother(params string[] files)
    {
        var tools = new FeatureTools(SyntheticSpeech.SampleRate);
        var total = new FeatureStatistics(LogMelExtractor.Mels);
        foreach (var file in files)
        {
            var features = tools.Extract(Path.Combine(_folder, file));
            total.Merge(FeatureStatistics.Of(features.Values, LogMelExtractor.Mels));
        }

        return total;
    }
}

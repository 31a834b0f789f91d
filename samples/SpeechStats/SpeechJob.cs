using System.Diagnostics;
using ParallelCompute;

namespace SpeechStats;

/// <summary>The job: extract the features of every file in parallel and gather their statistics.</summary>
internal sealed class SpeechJob(TextWriter output, TextWriter errors)
{
    private readonly OrderedMerge _statistics = new(LogMelExtractor.Mels);
    private double _seconds;
    private int _done;
    private int _failed;

    /// <summary>Runs it.</summary>
    /// <returns>0, or 1 where a file could not be used.</returns>
    public async Task<int> RunAsync(SpeechOptions options, CancellationToken cancellationToken)
    {
        var config = LoadConfig(options);
        RequireFolderOf(options.Out);
        using var folder = SpeechFolder.Open(options.Folder, output);
        var clock = Stopwatch.StartNew();
        await ExtractAllAsync(folder.Files, options.Repeat, config, cancellationToken);
        PrintSummary(clock.Elapsed);
        return Write(options.Out) && _failed == 0 ? 0 : 1;
    }

    private async Task ExtractAllAsync(
        IReadOnlyList<string> files, int repeat, ParallelConfig config, CancellationToken cancellationToken)
    {
        var table = new ResultTable(output, files.Select(f => Path.GetFileName(f)));
        table.PrintHead();
        var sampleRate = ExpectedSampleRate(files);
        await using var client = await ParallelCluster.GetClientAsync(
            config, setup: () => new { tools = new FeatureTools(sampleRate) }, cancellationToken: cancellationToken);
        var results = client.ParallelForIndexedAsync(
            (string path, FeatureTools tools) => tools.Extract(path),
            Enumerable.Repeat(files, repeat).SelectMany(f => f),
            new MapOptions { OnError = OnError.Collect },
            cancellationToken: cancellationToken);
        await foreach (var result in results)
        {
            Take(result, table);
        }
    }

    private void Take(ItemResult<string, FileFeatures> result, ResultTable table)
    {
        var name = Path.GetFileName(result.Input);
        if (result.Error is not null || result.Value is null)
        {
            _failed++;
            errors.WriteLine($"{name}: {result.Error?.Message ?? "no result"}");
            _statistics.Add(result.Index, new FeatureStatistics(LogMelExtractor.Mels));
            return;
        }

        _done++;
        _seconds += result.Value.Seconds;
        _statistics.Add(result.Index, FeatureStatistics.Of(result.Value.Values, LogMelExtractor.Mels));
        table.PrintFile(name, result.Value, result.WorkerId, result.Elapsed);
    }

    private void PrintSummary(TimeSpan elapsed)
    {
        var bad = _failed == 0 ? "" : $", {_failed} could not be used";
        output.WriteLine(FormattableString.Invariant(
            $"{_done} files{bad}: {_seconds:F1} s of sound, ") + FormattableString.Invariant(
            $"{_statistics.Total.Frames} frames in {elapsed.TotalSeconds:F2} s"));
    }

    private bool Write(string path)
    {
        if (_statistics.Total.Frames == 0)
        {
            errors.WriteLine($"{path} is not written: there are no frames.");
            return false;
        }

        StatisticsFile.From(_statistics.Total).Write(path);
        output.WriteLine($"Mean and variance of {LogMelExtractor.Mels} log-mel features: {path}");
        return true;
    }

    private static ParallelConfig LoadConfig(SpeechOptions options)
    {
        if (options.Config is not null && !File.Exists(options.Config))
        {
            throw new UsageException($"There is no file {options.Config}. --config takes a YAML or JSON file.");
        }

        var config = options.Config is null
            ? new ParallelConfig { Env = "local" }
            : ParallelConfig.Load(options.Config);
        config.NWorkers = options.NWorkers ?? config.NWorkers;
        return config;
    }

    private static void RequireFolderOf(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file));
        if (!Directory.Exists(folder) || Directory.Exists(file))
        {
            throw new UsageException($"--out {file}: give a file name in a folder that exists.");
        }
    }

    private static int ExpectedSampleRate(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            try
            {
                return WavFile.ReadSampleRate(file);
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                // The worker that gets this file reports it.
            }
        }

        return SyntheticSpeech.SampleRate;
    }
}

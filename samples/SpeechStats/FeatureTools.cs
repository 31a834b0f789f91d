using System.Collections.Concurrent;

namespace SpeechStats;

/// <summary>What each worker builds once: windows and filterbanks. The slots of a worker share it.</summary>
internal sealed class FeatureTools
{
    private readonly ConcurrentDictionary<int, LogMelExtractor> _extractors = new();

    /// <summary>Builds the tools for the sample rate that most files are expected to have.</summary>
    public FeatureTools(int sampleRate) => _extractors[sampleRate] = new LogMelExtractor(sampleRate);

    /// <summary>Reads a file and computes its features. A file of another sample rate adds the tools for it.</summary>
    public FileFeatures Extract(string path)
    {
        var sound = WavFile.Read(path);
        var extractor = _extractors.GetOrAdd(sound.SampleRate, rate => new LogMelExtractor(rate));
        var features = extractor.Extract(sound.Samples);
        return new FileFeatures(sound.Seconds, features.Length / LogMelExtractor.Mels, features);
    }
}

namespace SpeechStats;

/// <summary>The folder that is worked on; one made of generated speech is deleted when done.</summary>
internal sealed class SpeechFolder : IDisposable
{
    private const string Spoken = "/usr/share/sounds/alsa";
    private readonly bool _generated;

    private SpeechFolder(string path, bool generated)
    {
        _generated = generated;
        Files = WavFiles(path);
    }

    /// <summary>The full paths of its WAV files, by name.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Opens the folder asked for, else the system's spoken files, else generated speech.</summary>
    /// <exception cref="UsageException">The folder is not there or has no WAV files.</exception>
    public static SpeechFolder Open(string? path, TextWriter output)
    {
        if (path is null && !(Directory.Exists(Spoken) && WavFiles(Spoken).Length > 0))
        {
            return Generate(output);
        }

        path ??= Spoken;
        if (!Directory.Exists(path))
        {
            throw new UsageException($"There is no folder {path}. Give a folder that holds WAV files.");
        }

        var folder = new SpeechFolder(path, generated: false);
        return folder.Files.Count > 0 ? folder
            : throw new UsageException($"The folder {path} has no WAV files (*.wav). Give one that does.");
    }

    public void Dispose()
    {
        if (_generated)
        {
            Directory.Delete(Path.GetDirectoryName(Files[0])!, recursive: true);
        }
    }

    private static SpeechFolder Generate(TextWriter output)
    {
        var path = Directory.CreateTempSubdirectory("speech-stats-").FullName;
        output.WriteLine($"No folder given and no WAV files in {Spoken}: using nine generated, speech-like files.");
        SyntheticSpeech.WriteFiles(path, 9);
        return new SpeechFolder(path, generated: true);
    }

    private static string[] WavFiles(string path) =>
    [
        .. Directory.GetFiles(
                Path.GetFullPath(path), "*.wav", new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive })
            .Order(StringComparer.Ordinal),
    ];
}

using System.Globalization;

namespace SpeechStats;

/// <summary>The command line.</summary>
internal sealed record SpeechOptions
{
    public const string Usage = """
        Mean and variance of the log-mel features of a folder of WAV files, computed in parallel.

        SpeechStats [FOLDER] [--config FILE] [--n-workers N] [--repeat N] [--out FILE]

          FOLDER         WAV files; default: the system's spoken test files, else generated speech
          --config FILE  where to run (YAML or JSON: env, n_workers, options); default: local processes
          --n-workers N  worker processes; default: what the config says, else one per processor
          --repeat N     work on the list of files N times; default 1
          --out FILE     result as JSON; default speech-stats.json
        """;

    public string? Folder { get; init; }

    public string? Config { get; init; }

    public int? NWorkers { get; init; }

    public int Repeat { get; init; } = 1;

    public string Out { get; init; } = "speech-stats.json";

    public bool Help { get; init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="UsageException">An option is unknown or its value is missing or wrong.</exception>
    public static SpeechOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new SpeechOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--config" => options with { Config = Value(arguments, i++) },
                "--n-workers" => options with { NWorkers = Number(arguments, i++) },
                "--repeat" => options with { Repeat = Number(arguments, i++) },
                "--out" => options with { Out = Value(arguments, i++) },
                "--help" or "-h" => options with { Help = true },
                ['-', ..] => throw new UsageException($"Unknown option {arguments[i]}. --help lists the options."),
                _ when options.Folder is not null => throw new UsageException(
                    $"Two folders given: {options.Folder} and {arguments[i]}. Give one."),
                _ => options with { Folder = arguments[i] },
            };
        }

        return options;
    }

    private static string Value(IReadOnlyList<string> arguments, int at) =>
        at + 1 < arguments.Count && arguments[at + 1].Length > 0 ? arguments[at + 1]
            : throw new UsageException($"{arguments[at]} needs a value.");

    private static int Number(IReadOnlyList<string> arguments, int at) =>
        int.TryParse(Value(arguments, at), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0
            ? n
            : throw new UsageException($"{arguments[at]} {arguments[at + 1]}: give a whole number of at least 1.");
}

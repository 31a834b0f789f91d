namespace ParallelCompute.Cli.Bench;

/// <summary>What <c>parallelctl bench</c> was asked for.</summary>
internal sealed record BenchSettings(string? ConfigFile, string? Env, int? NWorkers, bool Json, int Runs, bool Guard)
{
    private const int DefaultWorkers = 2;

    /// <summary>So many that the loss of one is not the loss of half.</summary>
    private const int DefaultChaosWorkers = 6;

    /// <summary>Have workers lost all the time.</summary>
    public bool Chaos { get; init; }

    /// <summary>Look for growth over a long time.</summary>
    public bool Soak { get; init; }

    /// <summary>How long <see cref="Chaos"/> or <see cref="Soak"/> takes.</summary>
    public double Seconds { get; init; } = 60;

    /// <summary>How often a worker is lost with <see cref="Chaos"/>.</summary>
    public double KillsPerSecond { get; init; } = 1;

    /// <summary>Decides which workers are lost, and how; null for any.</summary>
    public int? Seed { get; init; }

    /// <summary>The configuration to measure.</summary>
    /// <exception cref="ConfigException">The file is missing or wrong.</exception>
    public ParallelConfig LoadConfig()
    {
        if (ConfigFile is not null && !File.Exists(ConfigFile))
        {
            throw new ConfigException($"There is no file {ConfigFile}. --config takes a YAML or JSON file.");
        }

        var config = ConfigFile is null ? new ParallelConfig { Env = "local" } : ParallelConfig.Load(ConfigFile);
        config.Env = Env ?? config.Env;
        config.NWorkers = NWorkers ?? config.NWorkers ?? (Chaos ? DefaultChaosWorkers : DefaultWorkers);
        return config;
    }

    /// <summary>The command line of one of several runs.</summary>
    public IEnumerable<string> ArgumentsOfOneRun()
    {
        string[] config = ConfigFile is null ? [] : ["--config", ConfigFile];
        string[] env = Env is null ? [] : ["--env", Env];
        string[] workers = NWorkers is null ? [] : ["--n-workers", $"{NWorkers}"];
        return ["bench", "--json", .. config, .. env, .. workers];
    }
}

namespace ParallelCompute.Cli.Bench;

/// <summary>What <c>parallelctl bench</c> was asked for.</summary>
internal sealed record BenchSettings(string? ConfigFile, string? Env, int? NWorkers, bool Json, int Runs, bool Guard)
{
    private const int DefaultWorkers = 2;

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
        config.NWorkers = NWorkers ?? config.NWorkers ?? DefaultWorkers;
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

using ParallelCompute.Configuration;
using ParallelCompute.Launchers.Batch;

namespace ParallelCompute.Tests.Launchers.Batch;

/// <summary>Makes jobs of a batch system from options, as a configuration would.</summary>
internal static class BatchCase
{
    private static readonly ConfigSchema Schema = new([.. BatchEnvs.All.Select(e => e with { Available = true })]);

    /// <summary>The names of all batch systems.</summary>
    public static TheoryData<string> Systems => [.. BatchEnvs.All.Select(e => e.Name)];

    /// <summary>Reads options; cores, memory and disk have values where they are not given.</summary>
    public static ClusterSettings Read(string env, IDictionary<string, object?> options)
    {
        var all = new Dictionary<string, object?> { ["cores"] = 2, ["memory"] = "28GB" };
        if (env == "htcondor")
        {
            all["disk"] = "1GB";
        }

        foreach (var (name, value) in options)
        {
            all[name] = value;
        }

        return Read(new ParallelConfig { Env = env, NWorkers = 4, Options = all });
    }

    public static ClusterSettings Read(ParallelConfig config)
    {
        var faults = new FaultList();
        var settings = new SettingsReader(Schema, faults).Read(config);
        faults.ThrowIfAny();
        return settings;
    }

    /// <summary>A job, or an array of jobs, of these settings.</summary>
    public static BatchJob Job(ClusterSettings settings, int jobs = 1, string folder = "/shared/c1")
    {
        var options = new BatchOptions(settings.Own);
        var workers = Enumerable.Range(1, jobs * options.Processes).Select(n => $"w{n}").Chunk(options.Processes);
        return new BatchJob(
            options, $"{options.JobName}-c1", [.. workers], settings.ThreadsPerWorker,
            ["/opt/dotnet/dotnet", "/home/me/my app/parallel-silo/parallel-silo.dll"], $"{folder}/credentials",
            options.LogDirectory ?? $"{folder}/logs")
        {
            MemoryLimit = settings.MemoryLimit, Grace = TimeSpan.FromSeconds(7.5), Nanny = settings.Nanny,
        };
    }

    public static IBatchDialect Dialect(string env) => BatchDialects.Find(env)!;
}

using ParallelCompute.Launchers.Batch;

namespace ParallelCompute;

/// <summary>Shows what a configuration makes of a batch system's jobs, without that system.</summary>
public static class JobScripts
{
    private const string Cluster = "CLUSTER";

    /// <summary>
    /// The script of the first submission, with a word in place of the cluster's id. It holds no secret.
    /// </summary>
    /// <exception cref="ConfigException">The configuration has faults, or its env is no batch system.</exception>
    public static string Preview(ParallelConfig config) => Preview(ClusterSettings.From(config));

    internal static string Preview(ClusterSettings settings)
    {
        if (BatchDialects.Find(settings.Env) is not { } dialect)
        {
            throw new ConfigException(
                $"env '{settings.Env}' has no job script. Those with one are " +
                string.Join(", ", BatchDialects.All.Select(d => d.Env)) + ".");
        }

        var options = new BatchOptions(settings.Own);
        var folder = Path.Combine(options.Text("shared_temp_directory") ?? DefaultFolder, Cluster);
        var jobs = Enumerable.Range(1, Math.Max(1, settings.NWorkers)).Select(number => $"w{number}")
            .Chunk(options.Processes).Take(dialect.HasArrays && options.UsesArrays ? int.MaxValue : 1);
        var silo = Path.Combine(AppContext.BaseDirectory, "parallel-silo", "parallel-silo.dll");
        return dialect.Script(new BatchJob(
            options, $"{options.JobName}-{Cluster}", [.. jobs], settings.ThreadsPerWorker, ["dotnet", silo],
            Path.Combine(folder, "credentials"), options.LogDirectory ?? Path.Combine(folder, "logs"))
        {
            MemoryLimit = settings.MemoryLimit, Grace = settings.CancelGrace, Nanny = settings.Nanny,
            VariablesFile = settings.Variables.Count > 0 ? Path.Combine(folder, "variables") : null,
        });
    }

    private static string DefaultFolder =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".parallel");
}

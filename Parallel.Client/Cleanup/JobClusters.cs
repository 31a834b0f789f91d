using ParallelCompute.Launchers.Batch;

namespace ParallelCompute.Cleanup;

/// <summary>This user's clusters of batch jobs, and what those left whose client is gone.</summary>
public static class JobClusters
{
    /// <summary>How a cluster was configured is not kept.</summary>
    private static readonly BatchOptions NoOptions = new(new Dictionary<string, object?>());

    private static readonly CommandRunner Runner = new(TimeSpan.FromMinutes(1));

    /// <summary>Finds them by their folders, and their jobs by the batch system's own list.</summary>
    /// <param name="sharedFolder">The option shared_temp_directory of the clusters; null: its default.</param>
    public static async Task<IReadOnlyList<JobCluster>> FindAsync(string? sharedFolder)
    {
        List<JobCluster> found = [];
        foreach (var folder in JobFolder.All(JobFolder.Root(sharedFolder)))
        {
            if (ClusterNote.Read(folder.ReadNote()) is { } note && BatchDialects.Find(note.Env) is { } dialect)
            {
                found.Add(await DescribeAsync(folder, note, dialect).ConfigureAwait(false));
            }
        }

        return found;
    }

    /// <summary>Cancels the jobs and removes the files of a cluster.</summary>
    /// <returns>Null where that was done, otherwise why not.</returns>
    public static async Task<string?> RemoveAsync(JobCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var dialect = BatchDialects.Find(cluster.Env)!;
        try
        {
            foreach (var command in cluster.Jobs.Count == 0 ? []
                : dialect.Cancel(NoOptions, [.. cluster.Jobs.Select(j => j.Id)]))
            {
                var result = await Runner.RunAsync(command, default).ConfigureAwait(false);
                if (result.ExitCode != 0)
                {
                    return $"`{result.Command}` ended with exit code {result.ExitCode}: {result.Words}";
                }
            }
        }
        catch (LaunchException e)
        {
            return e.Message;
        }

        JobFolder.At(cluster.Folder).Remove();
        return null;
    }

    private static async Task<JobCluster> DescribeAsync(JobFolder folder, ClusterNote note, IBatchDialect dialect)
    {
        var id = Path.GetFileName(folder.Path);
        var known = folder.ReadJobs().ToHashSet(StringComparer.Ordinal);
        List<(string, string)> jobs = [];
        string? fault = null;
        try
        {
            var result = await Runner.RunAsync(dialect.List(Environment.UserName), default).ConfigureAwait(false);
            fault = result.ExitCode == 0 ? null : result.Words;
            jobs.AddRange(dialect.ReadList(result.Output)
                .Where(j => j.State.Phase != JobPhase.Ended && (known.Contains(j.Id) || j.Name.Contains(id)))
                .Select(j => (j.Id, j.State.Words)));
        }
        catch (LaunchException e)
        {
            fault = e.Message;
        }

        return new JobCluster(
            id, note.Env, $"process {note.Process} of {note.Host}", note.IsAlive, folder.Path, jobs, fault);
    }
}

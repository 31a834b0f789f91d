namespace ParallelCompute.Cleanup;

/// <summary>A cluster of this user whose workers are jobs of a batch system.</summary>
/// <param name="Id">The cluster's id; part of its jobs' name.</param>
/// <param name="Env">The env that names the batch system.</param>
/// <param name="Client">The client's machine and process.</param>
/// <param name="IsAlive">Whether the client lives; null where only its own machine can tell.</param>
/// <param name="Folder">Where its credentials and its logs lie.</param>
/// <param name="Jobs">Jobs that have not ended, with the system's words for their state.</param>
/// <param name="Fault">Why the jobs are not known; null: they are.</param>
public sealed record JobCluster(
    string Id, string Env, string Client, bool? IsAlive, string Folder,
    IReadOnlyList<(string Id, string State)> Jobs, string? Fault)
{
    /// <summary>Files with its jobs' output, where no other folder was asked for.</summary>
    public IReadOnlyList<string> Logs => Directory.Exists(Path.Combine(Folder, "logs"))
        ? [.. Directory.GetFiles(Path.Combine(Folder, "logs")).Order(StringComparer.Ordinal)] : [];
}

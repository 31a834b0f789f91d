namespace ParallelCompute.Cleanup;

/// <summary>Clusters of batch jobs of this user whose client is gone.</summary>
public static class JobLeftovers
{
    /// <summary>Cancels and removes what is left, or only tells it.</summary>
    /// <param name="sharedFolder">The option shared_temp_directory of the clusters; null: its default.</param>
    /// <param name="dryRun">Only tells.</param>
    /// <returns>What was left. What is not sure, or could not be removed, is still there.</returns>
    public static async Task<IReadOnlyList<Leftover>> RemoveAsync(string? sharedFolder, bool dryRun)
    {
        List<Leftover> left = [];
        foreach (var cluster in await JobClusters.FindAsync(sharedFolder).ConfigureAwait(false))
        {
            if (cluster.IsAlive == true)
            {
                continue;
            }

            var what = $"{cluster.Env} cluster {cluster.Id} in {cluster.Folder}, jobs: " +
                (cluster.Jobs.Count == 0 ? "none" : string.Join(", ", cluster.Jobs.Select(j => j.Id)));
            var doubt = cluster.IsAlive is null
                ? $"its client was {cluster.Client}: whether that lives is seen there"
                : cluster.Fault is { } fault ? $"its jobs are not known: {fault}" : null;
            doubt ??= dryRun ? null : await JobClusters.RemoveAsync(cluster).ConfigureAwait(false);
            left.Add(new Leftover(
                LeftoverKind.Jobs, what, doubt ?? $"its client, {cluster.Client}, is gone", IsSure: doubt is null));
        }

        return left;
    }
}

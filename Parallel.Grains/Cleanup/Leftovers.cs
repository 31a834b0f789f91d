using ParallelCompute.Blobs;

namespace ParallelCompute.Cleanup;

/// <summary>What clusters of this user left on this machine of which no process lives any more.</summary>
public static class Leftovers
{
    /// <summary>Ends and removes what is left, or only tells it.</summary>
    /// <param name="localDirectory">Where clusters kept files; null: the system's temporary folder.</param>
    /// <param name="dryRun">Only tells.</param>
    /// <returns>What was left. Those of which that is not sure are still there.</returns>
    public static IReadOnlyList<Leftover> Remove(string? localDirectory, bool dryRun)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Folders(localDirectory, dryRun);
        }

        // A worker that is still there is in its cluster's folder.
        var workers = OrphanedWorkers.End(dryRun);
        return [.. workers, .. Folders(localDirectory, dryRun), .. DeadDiagnostics.Delete(dryRun)];
    }

    private static IReadOnlyList<Leftover> Folders(string? localDirectory, bool dryRun) =>
        [.. ClusterFolder.Sweep(BlobFolders.Root(localDirectory), dryRun)
            .Select(f => new Leftover(LeftoverKind.Folder, f, "no process holds its lock"))];
}

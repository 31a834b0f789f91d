namespace ParallelCompute.Blobs;

/// <summary>A folder on this node that lives as long as any process of one cluster is in it.</summary>
/// <remarks>
/// Every process in it shares a lock on a file of it; who gets that lock alone may remove the folder. A lock ends with
/// its process, however that ends, so that leftovers are known by it.
/// </remarks>
public sealed class ClusterFolder : IDisposable
{
    private const string Prefix = "parallel-data-";
    private const string LockName = "lock";
    private const int LongestCluster = 64;

    /// <summary>Others hold the lock alone for moments only.</summary>
    private static readonly TimeSpan EnterLimit = TimeSpan.FromSeconds(10);

    private readonly FileStream _lock;

    private ClusterFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    /// <summary>The folder; only its owner can enter it.</summary>
    public string Path { get; }

    /// <summary>Enters the folder, which is made where it is not there.</summary>
    /// <param name="root">Where it is.</param>
    /// <param name="cluster">The cluster's id: letters and digits.</param>
    /// <exception cref="ShippingException">The folder cannot be used.</exception>
    public static ClusterFolder Enter(string root, string cluster)
    {
        if (cluster.Length is 0 or > LongestCluster || !cluster.All(char.IsAsciiLetterOrDigit))
        {
            throw new ShippingException("the id of the cluster is not made of letters and digits");
        }

        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(root), Prefix + cluster);
        ClusterFolder? entered = null;
        return SpinWait.SpinUntil(() => (entered = TryEnter(path)) is not null, EnterLimit) ? entered!
            : throw new ShippingException($"the folder {path} could not be entered: its lock is held");
    }

    /// <summary>Removes the folders of clusters of which no process is left.</summary>
    /// <param name="root">Where they are.</param>
    /// <param name="dryRun">Only tells them.</param>
    /// <returns>Those folders.</returns>
    public static IReadOnlyList<string> Sweep(string root, bool dryRun = false)
    {
        try
        {
            return [.. Directory.GetDirectories(System.IO.Path.GetFullPath(root), Prefix + "*")
                .Where(f => TryRemove(f, dryRun)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is no such folder yet, or it is not for us to read: nothing of ours is in it.
            return [];
        }
    }

    /// <summary>Leaves; the last process removes the folder.</summary>
    public void Dispose()
    {
        _lock.Dispose();
        TryRemove(Path);
    }

    private static ClusterFolder? TryEnter(string path)
    {
        var held = PrivateFolder.TryMake(path) ? Lock(path, FileShare.ReadWrite) : null;
        if (held is not null && IsPlace(held, path))
        {
            return new ClusterFolder(path, held);
        }

        held?.Dispose();
        return null;
    }

    /// <summary>Removes a folder that nobody is in, or only tells whether it would.</summary>
    private static bool TryRemove(string folder, bool dryRun = false)
    {
        if (PrivateFolder.Fault(folder) is not null)
        {
            return false;
        }

        using var alone = Lock(folder, FileShare.None);
        if (alone is null || !IsPlace(alone, folder))
        {
            return false;
        }

        try
        {
            if (!dryRun)
            {
                // Out of the way first: whoever enters meanwhile makes a new one.
                var aside = $"{folder.Split('.')[0]}.{Guid.NewGuid():N}";
                Directory.Move(folder, aside);
                Directory.Delete(aside, recursive: true);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is left goes with the next sweep.
            return false;
        }
    }

    /// <summary>Opens the folder's lock, shared or alone; null where others hold it.</summary>
    private static FileStream? Lock(string folder, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = PrivateFolder.FileMode;
        }

        try
        {
            return new FileStream(System.IO.Path.Combine(folder, LockName), options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether the lock is that of the folder now at this place, and not of one that was moved away.</summary>
    private static bool IsPlace(FileStream held, string folder) => !OperatingSystem.IsLinux() ||
        FileFacts.Of($"/proc/self/fd/{held.SafeFileHandle.DangerousGetHandle()}", follow: true) is { } open &&
        FileFacts.Of(System.IO.Path.Combine(folder, LockName)) is { } there &&
        (open.Device, open.Inode) == (there.Device, there.Inode);
}

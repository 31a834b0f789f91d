namespace ParallelCompute.Code;

/// <summary>What changes with a file on one machine when it is written.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Written">The last write, in units of 100 ns since the year 1, UTC.</param>
public readonly record struct FileStamp(long Size, long Written)
{
    /// <summary>The file's stamp; that of its target where it is a link, null where there is no such file.</summary>
    public static FileStamp? Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            var target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            return target is { Exists: true } ? new FileStamp(target.Length, target.LastWriteTimeUtc.Ticks) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Out of reach is as good as absent.
            return null;
        }
    }
}

namespace ParallelCompute.Blobs;

/// <summary>Folders that nobody else can enter, change or replace.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const string Gone = "it is not there";

    /// <summary>EEXIST, on every Unix; on Windows never the code of an error.</summary>
    private const int AlreadyThere = 17;

    /// <summary>For files that only their owner reads.</summary>
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the folder, or takes the one that is there.</summary>
    /// <exception cref="ShippingException">It cannot be made, or is not safe to use.</exception>
    public static void Make(string path)
    {
        if (!TryMake(path))
        {
            throw new ShippingException($"the folder {path} of the cluster's files was removed while it was made");
        }
    }

    /// <summary>As <see cref="Make"/>; false where others removed it meanwhile.</summary>
    /// <exception cref="ShippingException">It cannot be made, or is not safe to use.</exception>
    public static bool TryMake(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, Owner);
            }
        }
        catch (IOException e) when (e.HResult == AlreadyThere)
        {
            // It was there for a moment, or it is no folder: what is there now counts.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ShippingException($"the folder {path} of the cluster's files cannot be made: {e.Message} " +
                "Set local_directory to a folder that every worker can write to.", null, e);
        }

        return Fault(path) is not { } fault || (fault == Gone ? false
            : throw new ShippingException($"the folder {path} of the cluster's files is not used: {fault}. " +
                "Remove it, or set local_directory to a folder of your own."));
    }

    /// <summary>Why a folder must not be trusted; null where it may.</summary>
    public static string? Fault(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        return FileFacts.Of(path) switch
        {
            null => Gone,
            { IsFolder: false } => "it is no folder",
            { IsMine: false } facts => $"it belongs to user {facts.Owner}",
            { } facts when (facts.Permissions & ~Owner) != 0 => $"others can enter it ({facts.Permissions})",
            _ when FileFacts.Of(Path.GetDirectoryName(path)!, follow: true) is { IsSticky: false } parent &&
                parent.Permissions.HasFlag(UnixFileMode.OtherWrite) => "everybody can replace it",
            _ => null,
        };
    }
}

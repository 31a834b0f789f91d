using System.IO.Enumeration;

namespace ParallelCompute.Values.Library;

/// <summary>All time zones that this machine knows, each loaded by who needs it first, and soon all of them.</summary>
/// <remarks>
/// Each is a file, and the bytes of a value name one. So that they do not choose what is opened, all are, beside the
/// caller's work, as soon as the codec of time zones is made, and not before: most programs send none. A value that
/// comes early only has its zone loaded before its turn. All together take some 50 ms of one core and 5 MB.
/// </remarks>
internal sealed class SystemTimeZones
{
    private const string UsualFolder = "/usr/share/zoneinfo/";

    // America/Argentina/Salta. A folder may be a link to one that it lies in.
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, MaxRecursionDepth = 2 };

    private readonly Dictionary<string, Lazy<TimeZoneInfo?>> _zones = [];

    public SystemTimeZones()
    {
        foreach (var id in Ids())
        {
            _zones[id] = new(() => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null);
        }

        ThreadPool.UnsafeQueueUserWorkItem(static self => self.LoadAll(), this, preferLocal: false);
    }

    /// <summary>Finds a zone by its id among those that were there when this was made.</summary>
    public TimeZoneInfo? Find(string id) => _zones.TryGetValue(id, out var zone) ? zone.Value : null;

    private void LoadAll()
    {
        _ = TimeZoneInfo.Local;
        foreach (var zone in _zones.Values)
        {
            _ = zone.Value;
        }
    }

    /// <summary>The names of files where there are any: .NET lists no former names such as US/Eastern.</summary>
    private static IEnumerable<string> Ids()
    {
        var folder = Environment.GetEnvironmentVariable("TZDIR") is { Length: > 0 } set ? set : UsualFolder;
        return OperatingSystem.IsWindows() || !Directory.Exists(folder)
            ? TimeZoneInfo.GetSystemTimeZones(skipSorting: true).Select(z => z.Id)
            : new FileSystemEnumerable<string>(
                folder,
                (ref entry) => Path.GetRelativePath(folder, entry.ToSpecifiedFullPath()),
                Below)
            {
                ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && IsName(entry.FileName),
                ShouldRecursePredicate = (ref entry) => IsName(entry.FileName),
            };
    }

    /// <summary>Whether it is not one of the lists beside them, nor a folder that holds all zones once more.</summary>
    private static bool IsName(ReadOnlySpan<char> name) => char.IsAsciiLetterUpper(name[0]) && !name.Contains('.');
}

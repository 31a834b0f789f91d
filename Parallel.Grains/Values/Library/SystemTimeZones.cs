using System.Collections.Frozen;

namespace ParallelCompute.Values.Library;

/// <summary>All time zones that this machine knows, loaded at once, so that reading a value opens no file.</summary>
/// <remarks>
/// Each is a file, and the bytes of a value choose which. So these are loaded when the codec of time zones is made,
/// and not before: most programs send none. That takes some 80 ms and 5 MB.
/// </remarks>
internal sealed class SystemTimeZones
{
    private const string UsualFolder = "/usr/share/zoneinfo";

    // America/Argentina/Salta. A folder may be a link to one that it lies in.
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, MaxRecursionDepth = 2 };

    // The same zones once more: with other names, and counting leap seconds.
    private static readonly string[] Doubles = ["posix/", "right/"];

    private readonly FrozenDictionary<string, TimeZoneInfo> _zones = Load();

    /// <summary>Finds a zone by its id, in memory.</summary>
    public TimeZoneInfo? Find(string id) => _zones.GetValueOrDefault(id);

    private static FrozenDictionary<string, TimeZoneInfo> Load()
    {
        // Read now, so that it is there when a value asks for it.
        _ = TimeZoneInfo.Local;
        var zones = new Dictionary<string, TimeZoneInfo>(StringComparer.Ordinal);
        foreach (var id in TimeZoneInfo.GetSystemTimeZones(skipSorting: true).Select(z => z.Id).Concat(Files()))
        {
            if (!zones.ContainsKey(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            {
                zones.Add(id, zone);
            }
        }

        return zones.ToFrozenDictionary();
    }

    /// <summary>What .NET lists lacks the names that a zone had before, such as US/Eastern.</summary>
    private static IEnumerable<string> Files()
    {
        var folder = Environment.GetEnvironmentVariable("TZDIR") is { Length: > 0 } set ? set : UsualFolder;
        if (OperatingSystem.IsWindows() || !Directory.Exists(folder))
        {
            return [];
        }

        return Directory.EnumerateFiles(folder, "*", Below)
            .Select(file => Path.GetRelativePath(folder, file))
            .Where(id => !Path.HasExtension(id) && !Doubles.Any(d => id.StartsWith(d, StringComparison.Ordinal)));
    }
}

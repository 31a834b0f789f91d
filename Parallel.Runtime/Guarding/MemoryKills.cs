using System.Globalization;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>
/// Follows the kernel's count of processes killed for memory: that of this process's cgroup, which its silos share, of
/// either version; where that cannot be read, the machine's.
/// </summary>
/// <remarks>Safe to call from any thread.</remarks>
internal sealed class MemoryKills
{
    private const string Counter = "oom_kill ";

    private readonly Lock _gate = new();
    private readonly string? _file;
    private readonly string _where = "";
    private long _known;

    /// <summary>Begins to count.</summary>
    /// <param name="root">The root of the file system.</param>
    public MemoryKills(string root = "/")
    {
        foreach (var (file, where) in Candidates(root))
        {
            if (Read(file) is { } count)
            {
                (_file, _where, _known) = (file, where, count);
                return;
            }
        }
    }

    /// <summary>Takes one kill, where there was one that nobody took, for the silo that has just died.</summary>
    public MemoryCount? Claim()
    {
        lock (_gate)
        {
            if (_file is null || Read(_file) is not { } now)
            {
                return null;
            }

            var before = _known;
            // Others may have died of the same shortage: one kill for each.
            _known += now > _known ? 1 : 0;
            return new MemoryCount(_where, before, now);
        }
    }

    private static IEnumerable<(string File, string Where)> Candidates(string root)
    {
        var mount = Path.Combine(root, "sys/fs/cgroup");
        foreach (var line in Lines(Path.Combine(root, "proc/self/cgroup")))
        {
            // hierarchy:controllers:path; the second version has no controllers.
            if (line.Split(':', 3) is not [_, var controllers, ['/', .. var path]])
            {
                continue;
            }

            (string Folder, string File)? kind = controllers switch
            {
                "" => ("", "memory.events"),
                _ when controllers.Split(',').Contains("memory") => ("memory", "memory.oom_control"),
                _ => null,
            };
            if (kind is var (folder, file))
            {
                // A container may see its own cgroup as the root, whatever the path says.
                yield return (Path.Combine(mount, folder, path, file), $"the cgroup /{path}");
                yield return (Path.Combine(mount, folder, file), "the cgroup /");
            }
        }

        yield return (Path.Combine(root, "proc/vmstat"), "the machine");
    }

    private static long? Read(string file)
    {
        foreach (var line in Lines(file))
        {
            if (line.StartsWith(Counter, StringComparison.Ordinal) && long.TryParse(
                line.AsSpan(Counter.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                return count;
            }
        }

        return null;
    }

    private static string[] Lines(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not for us to read: as if it were not there.
            return [];
        }
    }
}

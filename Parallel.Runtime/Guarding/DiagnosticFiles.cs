using ParallelCompute.Launching;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>
/// The socket and pipes by which debuggers reach a .NET process; one that is killed cannot delete its own.
/// </summary>
internal sealed class DiagnosticFiles
{
    private readonly string[] _paths;

    private DiagnosticFiles(string[] paths) => _paths = paths;

    /// <summary>Those that a live process has, or is about to make.</summary>
    /// <param name="process">Its id.</param>
    /// <param name="temporary">Its <c>TMPDIR</c>; null or empty where it has none.</param>
    public static DiagnosticFiles Of(int process, string? temporary)
    {
        if (ProcessStat.Of(process) is not { } stat)
        {
            // No Linux, or it has ended already: before it could make any.
            return new DiagnosticFiles([]);
        }

        // With the start time in their names, so that nobody takes them for those of another process of that id.
        var key = $"{process}-{stat.StartTime}";
        string[] names =
            [$"dotnet-diagnostic-{key}-socket", $"clr-debug-pipe-{key}-in", $"clr-debug-pipe-{key}-out"];
        var folder = string.IsNullOrEmpty(temporary) ? "/tmp" : temporary;
        return new DiagnosticFiles([.. names.Select(n => Path.Combine(folder, n))]);
    }

    /// <summary>Deletes what is left of them when the process has ended.</summary>
    public void Delete()
    {
        try
        {
            foreach (var path in _paths)
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // They take no space to speak of, and are in nobody's way.
        }
    }
}

namespace ParallelCompute.Launchers.Local;

/// <summary>
/// The socket and pipes by which debuggers reach a .NET process; one that is killed cannot delete its own.
/// </summary>
internal sealed class DiagnosticFiles
{
    /// <summary>Field 22 of <c>/proc/PID/stat</c>, counted from behind the name, which may hold blanks.</summary>
    private const int StartTimeField = 19;

    private readonly string[] _paths;

    private DiagnosticFiles(string[] paths) => _paths = paths;

    /// <summary>Those that a live process has, or is about to make.</summary>
    /// <param name="process">Its id.</param>
    /// <param name="temporary">Its <c>TMPDIR</c>; null or empty where it has none.</param>
    public static DiagnosticFiles Of(int process, string? temporary)
    {
        try
        {
            // With the start time in their names, so that nobody takes them for those of another process of that id.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var key = $"{process}-{stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[StartTimeField]}";
            string[] names =
                [$"dotnet-diagnostic-{key}-socket", $"clr-debug-pipe-{key}-in", $"clr-debug-pipe-{key}-out"];
            var folder = string.IsNullOrEmpty(temporary) ? "/tmp" : temporary;
            return new DiagnosticFiles([.. names.Select(n => Path.Combine(folder, n))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No Linux, or it has ended already: before it could make any.
            return new DiagnosticFiles([]);
        }
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

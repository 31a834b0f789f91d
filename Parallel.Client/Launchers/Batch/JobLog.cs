using System.Text;

namespace ParallelCompute.Launchers.Batch;

/// <summary>The output of jobs, as the batch system has written it to files.</summary>
internal static class JobLog
{
    private const int MostBytes = 4 * 1024;

    /// <summary>The last lines of some files; empty where there are none.</summary>
    /// <param name="patterns">Paths, with stars in the file's name for what is not known.</param>
    public static string Tail(IEnumerable<string> patterns)
    {
        var tails = Files(patterns).Select(f => (Path: f, Text: Last(f))).Where(t => t.Text.Length > 0).ToArray();
        return tails.Length == 1 ? tails[0].Text
            : string.Join('\n', tails.Select(t => $"{Path.GetFileName(t.Path)}:\n{t.Text}"));
    }

    /// <summary>Those files that are there.</summary>
    public static IEnumerable<string> Files(IEnumerable<string> patterns) => patterns.SelectMany(Matching).Distinct();

    private static IEnumerable<string> Matching(string pattern)
    {
        var (folder, name) = (Path.GetDirectoryName(Path.GetFullPath(pattern))!, Path.GetFileName(pattern));
        try
        {
            return !Directory.Exists(folder) ? []
                : Directory.GetFiles(folder, name.Replace("?", "*", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be read is not shown.
            return [];
        }
    }

    private static string Last(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var skipped = Math.Max(0, stream.Length - MostBytes);
            stream.Seek(skipped, SeekOrigin.Begin);
            var bytes = new byte[MostBytes];
            var text = Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, MostBytes, false));
            // From its middle on, a line says little.
            var begin = skipped > 0 ? text.IndexOf('\n', StringComparison.Ordinal) + 1 : 0;
            return Plain(text[begin..]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>It gets into messages: what could command a terminal is replaced.</summary>
    private static string Plain(string text) => string.Concat(text.TrimEnd().Select(
        c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c));
}

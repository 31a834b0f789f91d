namespace ParallelCompute.Launchers.Ssh;

/// <summary>Text for POSIX shells.</summary>
internal static class ShellText
{
    /// <summary>One word, whatever it holds.</summary>
    public static string Quote(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Words that the shell takes as they are.</summary>
    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    /// <summary>One line that <c>printf %b</c> turns into the text again.</summary>
    public static string Line(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("\n", @"\n", StringComparison.Ordinal).Replace("\r", @"\r", StringComparison.Ordinal);
}

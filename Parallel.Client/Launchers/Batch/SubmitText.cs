using System.Text;

namespace ParallelCompute.Launchers.Batch;

/// <summary>Quotes texts for HTCondor's submit descriptions.</summary>
internal static class SubmitText
{
    /// <summary>Arguments in the "new" syntax; the program gets each as it is here.</summary>
    public static string Arguments(params string[] arguments) =>
        $"\"{string.Join(' ', arguments.Select(Argument))}\"";

    /// <summary>The rest of a line: <c>$</c> would begin a macro.</summary>
    /// <exception cref="ConfigException">The text has several lines.</exception>
    public static string Line(string text) => !text.Any(char.IsControl)
        ? text.Replace("$", "$(DOLLAR)", StringComparison.Ordinal)
        : throw new ConfigException($"'{text}' has a line break or another control character. Use a path without.");

    /// <summary>One file of a list.</summary>
    /// <exception cref="ConfigException">The list has no way to write it.</exception>
    public static string File(string path) => path.AsSpan().IndexOfAny(',', '"') < 0 ? Line(path)
        : throw new ConfigException(
            $"HTCondor cannot send the file '{path}': its path has a comma or quotes. Move it to one without.");

    /// <summary>
    /// A command that can be followed by another on the same line: a comment or a line break would swallow that.
    /// </summary>
    public static string Command(string command)
    {
        if (!command.Any(c => c is '#' || char.IsControl(c)) && !command.Contains("$$", StringComparison.Ordinal)
            && command.TrimEnd() is [.., not ('&' or ';' or '\\')])
        {
            return command;
        }

        var quoted = new StringBuilder("eval $'");
        foreach (var c in command)
        {
            quoted.Append(c switch
            {
                '\n' => "\\n",
                '\\' => "\\\\",
                '\'' => "\\'",
                // Two of them would be filled in by the system.
                '$' => "\\x24",
                _ when char.IsControl(c) => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('\'').ToString();
    }

    private static string Argument(string text)
    {
        var doubled = text.Replace("'", "''", StringComparison.Ordinal).Replace("\"", "\"\"", StringComparison.Ordinal);
        var word = text.Length == 0 || text.Any(c => char.IsWhiteSpace(c) || c == '\'') ? $"'{doubled}'" : doubled;
        return word.Replace("$", "$(DOLLAR)", StringComparison.Ordinal);
    }
}

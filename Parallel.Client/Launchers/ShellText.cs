using System.Text;
using System.Text.RegularExpressions;

namespace ParallelCompute.Launchers;

/// <summary>Quotes texts for POSIX shells, so that they are words and never commands.</summary>
internal static partial class ShellText
{
    /// <summary>The text as one word.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && text.All(IsPlain) ? text : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Words, each quoted.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    /// <summary>One line that <c>printf %b</c> turns into the text again.</summary>
    public static string Line(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("\n", @"\n", StringComparison.Ordinal).Replace("\r", @"\r", StringComparison.Ordinal);

    /// <summary>The text as one word, in which the job's <c>$NAME</c> and <c>${NAME}</c> are filled in.</summary>
    public static string Expandable(string text)
    {
        if (!Variable().IsMatch(text))
        {
            return Quote(text);
        }

        var quoted = new StringBuilder("\"");
        var end = 0;
        foreach (var match in Variable().EnumerateMatches(text))
        {
            Escape(quoted, text.AsSpan(end..match.Index));
            end = match.Index + match.Length;
            quoted.Append(text.AsSpan(match.Index, match.Length));
        }

        Escape(quoted, text.AsSpan(end));
        return quoted.Append('"').ToString();
    }

    /// <summary>Lines that set environment variables.</summary>
    public static string Exports(IReadOnlyDictionary<string, string> variables) => string.Concat(
        variables.Where(v => Name().IsMatch(v.Key)).Select(v => $"export {v.Key}={Quote(v.Value)}\n"));

    private static void Escape(StringBuilder quoted, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is '"' or '\\' or '$' or '`')
            {
                quoted.Append('\\');
            }

            quoted.Append(c);
        }
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || "_-./:,=+@%".Contains(c);

    [GeneratedRegex(@"\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Name();
}

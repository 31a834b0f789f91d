using System.Text;
using System.Text.RegularExpressions;

namespace ParallelCompute.Launchers.Batch;

/// <summary>Slurm's patterns for the names of log files.</summary>
internal static partial class SlurmLogs
{
    /// <summary>Those that the user's directives name; they win over our own.</summary>
    public static IReadOnlyList<string> OfUser(IEnumerable<string> directives) =>
    [
        .. directives.Select(d => UserLog().Match(d)).Where(m => m.Success)
            .Select(m => Unquote(m.Groups["path"].Value)),
    ];

    /// <summary>The pattern with the values of one job; a star for what is known on its node only.</summary>
    public static string Expand(string pattern, string name, string id)
    {
        var (array, task) = id.Split('_') is [var first, var second] ? (first, second) : (id, null);
        return Field().Replace(pattern, match => match.Value[^1] switch
        {
            '%' => "%",
            'x' => name,
            'A' => array,
            'a' when task is not null => Padded(match, task),
            'j' or 'J' when task is null => Padded(match, array),
            _ => "*",
        });
    }

    /// <summary>The text as one word of a directive.</summary>
    public static string Quote(string text)
    {
        if (text.All(c => char.IsAsciiLetterOrDigit(c) || "_-./:,=+@%".Contains(c)))
        {
            return text;
        }

        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c is '"' or '\\' or '#' ? "\\" : "").Append(c);
        }

        return quoted.Append('"').ToString();
    }

    private static string Padded(Match field, string number) =>
        field.Groups["width"].Value is { Length: > 0 } width
            ? number.PadLeft(int.Parse(width, System.Globalization.CultureInfo.InvariantCulture), '0') : number;

    private static string Unquote(string path) => path.Trim().Trim('"', '\'');

    [GeneratedRegex(@"^\s*(?:--(?:output|error)[=\s]\s*|-[oe]\s*)(?<path>\S.*)$")]
    private static partial Regex UserLog();

    [GeneratedRegex(@"%(?<width>\d*)[A-Za-z%]")]
    private static partial Regex Field();
}

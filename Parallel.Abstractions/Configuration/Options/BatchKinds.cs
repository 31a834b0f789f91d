using System.Collections;
using System.Globalization;

namespace ParallelCompute.Configuration;

/// <summary>The kinds of options that end up in a job script, where a wrong character could become a command.</summary>
internal static class BatchKinds
{
    internal static OptionKind Name { get; } = Of(
        "name", "letters, digits and . _ + -, beginning with a letter, at most 100 in all",
        text => text.Length <= 100 && char.IsAsciiLetter(text[0])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '-'));

    internal static OptionKind Word { get; } = Of(
        "word", "one word without blanks, quotes, '\\', '$' or '`'",
        text => !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '"' or '\'' or '\\' or '$' or '`'));

    internal static OptionKind Line { get; } = Of("text", "a text of one line", IsLine);

    internal static OptionKind Path { get; } = Of("path", "a path of one line", IsLine);

    internal static OptionKind Shebang { get; } = Of(
        "text", "a line that begins with #!", text => text.StartsWith("#!", StringComparison.Ordinal) && IsLine(text));

    internal static OptionKind Walltime { get; } = OfWalltime(time => string.Create(
        CultureInfo.InvariantCulture, $"{(long)time.TotalHours:00}:{time:mm\\:ss}"));

    /// <summary>For systems that count in minutes.</summary>
    internal static OptionKind WalltimeInMinutes { get; } = OfWalltime(time =>
    {
        time = TimeSpan.FromMinutes(Math.Ceiling(time.TotalMinutes));
        return string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours:00}:{time:mm}");
    });

    internal static OptionKind LsfUnits { get; } = Of(
        "unit", "kb, mb, gb, tb, pb, eb or zb",
        text => "kmgtpez".Contains(char.ToLowerInvariant(text[0])) && IsLine(text));

    /// <summary>Directives: text after the system's prefix; a line break in one would begin a command.</summary>
    internal static OptionKind Directives { get; } = ListOf(
        "list of texts", "a list of texts of one line each", IsLine);

    /// <summary>Commands are there to be executed: they may be any text, of several lines too.</summary>
    internal static OptionKind Commands { get; } = ListOf(
        "list of texts", "a list of shell commands", text => !text.Contains('\0'));

    internal static OptionKind Attributes { get; } = new(
        "map", "a map of names to texts of one line each", ReadAttributes) { KeepsText = true };

    /// <summary>The system's own notation passes as it is; a duration with a unit is put into it.</summary>
    private static OptionKind OfWalltime(Func<TimeSpan, string> show) => new(
        "duration", "a duration as the system writes it, such as '00:30:00', or with a unit, such as '30 min'",
        written => written switch
        {
            TimeSpan time when DurationText.Read(time) is { } valid => show(valid),
            int number => number.ToString(CultureInfo.InvariantCulture),
            string text when text.Any(char.IsAsciiLetter) => DurationText.Read(text) is { } time ? show(time) : null,
            string text when IsClock(text) => text,
            _ => null,
        })
    {
        KeepsText = true,
    };

    private static bool IsClock(string text) =>
        text.Any(char.IsAsciiDigit) && text.All(c => char.IsAsciiDigit(c) || c is ':' or '-');

    internal static bool IsLine(string text) => !text.Any(c => char.IsControl(c) && c != '\t');

    private static OptionKind Of(string name, string wanted, Func<string, bool> isValid) => new(
        name, wanted, written => written is string { Length: > 0 } text && isValid(text) ? text : null)
    {
        KeepsText = true,
    };

    private static OptionKind ListOf(string name, string wanted, Func<string, bool> isValid) => new(
        name, wanted, written => ReadList(written) is { } list && list.All(isValid) ? list : null)
    {
        KeepsText = true,
    };

    /// <summary>
    /// Reads a list, one text, or a map whose values are all unset, which is what a Python set looks like in YAML.
    /// </summary>
    private static List<string>? ReadList(object written)
    {
        var items = written switch
        {
            "" => [],
            string text => [text],
            IDictionary map => OptionTree.Entries(map).Select(e => e.Value is null ? e.Key : null),
            IEnumerable list => list.Cast<object?>().Select(item => item as string),
            _ => [null],
        };
        var texts = items.ToList();
        return texts.Contains(null) ? null : texts.OfType<string>().Where(text => text.Length > 0).ToList();
    }

    private static Dictionary<string, string>? ReadAttributes(object written)
    {
        if (written is not IDictionary map)
        {
            return written is "" ? [] : null;
        }

        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in OptionTree.Entries(map))
        {
            if (value is not string text || !IsLine(text) || name.Length == 0
                || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '+')))
            {
                return null;
            }

            attributes[name] = text;
        }

        return attributes;
    }
}

using System.Collections;
using System.Globalization;

namespace ParallelCompute.Configuration;

/// <summary>Writes values for messages: short, on one line.</summary>
internal static class Show
{
    private const int MaxLength = 60;

    internal static string Value(object? value) => value switch
    {
        null => "nothing",
        string text => $"'{Name(text)}'",
        bool flag => flag ? "true" : "false",
        TimeSpan or sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            Convert.ToString(value, CultureInfo.InvariantCulture)!,
        IDictionary => "a map",
        IEnumerable => "a list",
        _ => $"a {value.GetType()}",
    };

    /// <summary>Another parser's message as a sentence.</summary>
    internal static string Message(string message) => message.TrimEnd('.', ' ') + ".";

    /// <summary>Text as it was written, cut where it is long; control characters could garble a terminal.</summary>
    internal static string Name(string text)
    {
        var start = text.Length <= MaxLength ? text : text[..MaxLength] + "...";
        return string.Create(start.Length, start, static (shown, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                shown[i] = char.IsControl(source[i]) ? '?' : source[i];
            }
        });
    }
}

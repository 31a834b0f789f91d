using System.Globalization;

namespace ParallelCompute.Configuration;

/// <summary>Turns nodes into plain values: null, bool, int, long, double, string, dictionaries and lists.</summary>
internal static class NodeValue
{
    /// <param name="node">What was read.</param>
    /// <param name="keepText">Leave scalars that are not quoted as they are written, null apart.</param>
    internal static object? Of(ConfigNode node, bool keepText = false) => node switch
    {
        ConfigNode.Scalar { Quoted: true } scalar => scalar.Text,
        ConfigNode.Scalar scalar => keepText && !IsNull(scalar.Text) ? scalar.Text : Plain(scalar.Text),
        ConfigNode.Sequence list => list.Items.Select(i => Of(i, keepText)).ToList(),
        ConfigNode.Map map =>
            map.Entries.ToDictionary(e => e.Key, e => Of(e.Value, keepText), StringComparer.Ordinal),
        _ => throw new ArgumentException($"{node.GetType()} is no node of a configuration.", nameof(node)),
    };

    // The core schema of YAML 1.2, of which JSON's is a part; 30:00 and yes are texts.
    private static object? Plain(string text)
    {
        if (IsNull(text))
        {
            return null;
        }

        if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
        {
            return text[0] is 't' or 'T';
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole == (int)whole ? (object)(int)whole : whole;
        }

        const NumberStyles Decimal =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        // The last condition keeps out what .NET calls NaN and Infinity.
        return double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var real) && char.IsDigit(text[^1])
            ? real
            : text;
    }

    private static bool IsNull(string text) => text is "" or "~" or "null" or "Null" or "NULL";
}

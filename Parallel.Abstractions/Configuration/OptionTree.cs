using System.Collections;
using System.Globalization;

namespace ParallelCompute.Configuration;

/// <summary>Copies maps and lists of option values to any depth that a configuration can sensibly have.</summary>
internal sealed class OptionTree
{
    internal const int MaxDepth = 32;
    internal const int MaxSize = 10_000;

    private int _size;

    private OptionTree()
    {
    }

    internal static Dictionary<string, object?> Copy(IDictionary<string, object?> options)
    {
        var tree = new OptionTree();
        return options.ToDictionary(o => o.Key, o => tree.Copy(o.Value, 1), StringComparer.Ordinal);
    }

    private object? Copy(object? value, int depth)
    {
        if (depth > MaxDepth || ++_size > MaxSize)
        {
            throw new ConfigException(
                $"The options have more than {MaxDepth} levels or {MaxSize} values, or contain themselves. " +
                "Keep data out of the configuration.");
        }

        return value switch
        {
            string => value,
            IDictionary<string, object?> map => CopyMap(map.Select(e => (e.Key, e.Value)), depth),
            IDictionary map => CopyMap(Entries(map), depth),
            IEnumerable list => list.Cast<object?>().Select(item => Copy(item, depth + 1)).ToList(),
            _ => value,
        };
    }

    private Dictionary<string, object?> CopyMap(IEnumerable<(string Key, object? Value)> entries, int depth) =>
        entries.ToDictionary(e => e.Key, e => Copy(e.Value, depth + 1), StringComparer.Ordinal);

    /// <summary>The entries of a map of any type, keys as text.</summary>
    internal static IEnumerable<(string Key, object? Value)> Entries(IDictionary map) =>
        Pairs(map).Select(e => (Convert.ToString(e.Key, CultureInfo.InvariantCulture)!, e.Value));

    // Cast<DictionaryEntry> would get the pairs of a generic dictionary, whose IEnumerable yields another type.
    private static IEnumerable<DictionaryEntry> Pairs(IDictionary map)
    {
        var entries = map.GetEnumerator();
        while (entries.MoveNext())
        {
            yield return entries.Entry;
        }
    }
}

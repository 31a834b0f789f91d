namespace ParallelCompute.Configuration;

/// <summary>A value in the text of a configuration, YAML or JSON, with its line.</summary>
/// <param name="line">Where it begins, from 1.</param>
/// <param name="size">Number of values in it, aliases expanded.</param>
/// <param name="depth">Levels in it, aliases expanded.</param>
internal abstract class ConfigNode(int line, long size, int depth)
{
    internal int Line { get; } = line;

    internal long Size { get; } = size;

    internal int Depth { get; } = depth;

    /// <summary>A text, or a number, true, false or null where it is not quoted.</summary>
    internal sealed class Scalar(int line, string text, bool quoted) : ConfigNode(line, 1, 1)
    {
        internal string Text { get; } = text;

        internal bool Quoted { get; } = quoted;
    }

    /// <summary>Values one after another.</summary>
    internal sealed class Sequence(int line, IReadOnlyList<ConfigNode> items)
        : ConfigNode(line, 1 + items.Sum(i => i.Size), 1 + (items.Max(i => (int?)i.Depth) ?? 0))
    {
        internal IReadOnlyList<ConfigNode> Items { get; } = items;
    }

    /// <summary>Values by key; keys are unique.</summary>
    internal sealed class Map(int line, IReadOnlyList<Entry> entries)
        : ConfigNode(line, 1 + entries.Sum(e => e.Value.Size), 1 + (entries.Max(e => (int?)e.Value.Depth) ?? 0))
    {
        internal IReadOnlyList<Entry> Entries { get; } = entries;
    }

    /// <summary>One entry of a map.</summary>
    internal readonly record struct Entry(string Key, int Line, ConfigNode Value);
}

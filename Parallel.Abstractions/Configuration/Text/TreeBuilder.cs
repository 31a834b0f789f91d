namespace ParallelCompute.Configuration;

/// <summary>What the readers of YAML and JSON have in common: unique keys and bounds.</summary>
internal sealed class TreeBuilder(FaultList faults)
{
    private int _begun;

    /// <summary>An entry of a map; a key that was there before is a fault and left out.</summary>
    internal void Add(Dictionary<string, ConfigNode.Entry> entries, ConfigNode.Entry entry)
    {
        if (!entries.TryAdd(entry.Key, entry))
        {
            faults.Add(
                $"The key '{Show.Name(entry.Key)}' is already on line {entries[entry.Key].Line}; remove one of them.",
                entry.Line);
        }
    }

    /// <summary>A node with children; those of aliases count each time they are used.</summary>
    internal static ConfigNode Bounded(ConfigNode node) =>
        node.Size > OptionTree.MaxSize || node.Depth > OptionTree.MaxDepth ? throw TooMuch(node.Line) : node;

    /// <summary>A node begins: too many are not even read.</summary>
    internal void Begin(int depth, int line)
    {
        // Twice, since keys of YAML are nodes too.
        if (depth > OptionTree.MaxDepth || ++_begun > 2 * OptionTree.MaxSize)
        {
            throw TooMuch(line);
        }
    }

    private static BrokenTextException TooMuch(int line) => new(
        line, $"More than {OptionTree.MaxDepth} levels or {OptionTree.MaxSize} values; this is no configuration.");
}

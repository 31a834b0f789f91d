using System.Collections;

namespace ParallelCompute.Configuration;

/// <summary>Reads a map inside of an option by a table of its own, and words its faults as those of options.</summary>
internal static class NestedOptions
{
    /// <param name="place">Where it is written, such as <c>hosts[2]</c>.</param>
    /// <param name="written">The map; null: none is written.</param>
    /// <param name="table">What it may hold.</param>
    /// <param name="fault">Told of each fault.</param>
    /// <returns>The values that are written and right, by name.</returns>
    internal static Dictionary<string, object> Read(
        string place, object? written, IReadOnlyList<OptionDefinition> table, Action<string> fault)
    {
        Dictionary<string, object> values = new(StringComparer.Ordinal);
        foreach (var (name, value) in written is IDictionary map ? OptionTree.Entries(map) : [])
        {
            if (table.FirstOrDefault(o => o.Name == name) is not { } definition)
            {
                fault(Unknown(place, name, table));
            }
            else if (value is not null)
            {
                if (definition.Kind.Read(value) is { } read)
                {
                    values[name] = read;
                }
                else
                {
                    fault(definition.Kind.Mismatch($"'{name}' in {place}", value));
                }
            }
        }

        return values;
    }

    private static string Unknown(string place, string name, IReadOnlyList<OptionDefinition> table)
    {
        var names = table.Select(o => o.Name).ToList();
        var hint = NearestName.Hint(name, names);
        return $"Unknown key '{Show.Name(name)}' in {place}." +
            (hint.Length > 0 ? hint : $" Valid keys: {string.Join(", ", names)}.");
    }
}

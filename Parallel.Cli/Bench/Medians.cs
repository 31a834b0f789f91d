using System.Text.Json;
using System.Text.Json.Nodes;

namespace ParallelCompute.Cli.Bench;

/// <summary>Medians of JSON objects that have the same shape.</summary>
internal static class Medians
{
    /// <summary>The shape of the first with the median of every number; null where one is missing.</summary>
    public static JsonNode? Of(IReadOnlyList<JsonNode?> nodes) => nodes[0] switch
    {
        JsonObject first => new JsonObject(first.Select(p => KeyValuePair.Create(
            p.Key, Of([.. nodes.Select(n => n?[p.Key])])))),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => Median(nodes),
        var other => other?.DeepClone(),
    };

    private static JsonValue? Median(IReadOnlyList<JsonNode?> nodes)
    {
        if (nodes.Contains(null))
        {
            return null;
        }

        var sorted = nodes.Select(n => n!.GetValue<double>()).Order().ToArray();
        return JsonValue.Create((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2);
    }
}

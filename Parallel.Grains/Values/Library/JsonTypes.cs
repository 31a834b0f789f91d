using System.Text.Json;
using System.Text.Json.Nodes;

namespace ParallelCompute.Values.Library;

/// <summary>What travels of System.Text.Json: documents and their parts, by their text.</summary>
internal static class JsonTypes
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    public static LibraryTable Table { get; } = new LibraryTable()
        .Add(typeof(JsonDocument), _ => Leaf.OfText<JsonDocument>(
            value => value.RootElement.GetRawText(), text => JsonDocument.Parse(text, Deep)))
        .Add(typeof(JsonElement), _ => new LeafValueCodec<JsonElement>(Write, Read))
        .Add(typeof(JsonObject), _ => Node<JsonObject>())
        .Add(typeof(JsonArray), _ => Node<JsonArray>())
        .AddContract(typeof(JsonValue), _ => Node<JsonValue>())
        .Add(typeof(JsonNode), _ => Node<JsonNode>());

    private static void Write(ValueWriter w, JsonElement value) =>
        Leaf.WriteText(w, value.ValueKind == JsonValueKind.Undefined ? "" : value.GetRawText());

    private static JsonElement Read(ValueReader r)
    {
        var text = Leaf.ReadText(r);
        if (text.Length == 0)
        {
            return default;
        }

        using var document = JsonDocument.Parse(text, Deep);
        return document.RootElement.Clone();
    }

    private static LeafCodec<T> Node<T>()
        where T : JsonNode => new(
            (w, value) =>
            {
                Leaf.WriteText(w, value.ToJsonString());
                w.WriteByte(value.Options?.PropertyNameCaseInsensitive == true ? (byte)1 : (byte)0);
            },
            r =>
            {
                var text = Leaf.ReadText(r);
                var options = new JsonNodeOptions { PropertyNameCaseInsensitive = r.ReadByte() != 0 };
                return (T)(JsonNode.Parse(text, options, Deep) ?? throw new JsonException("it is null"));
            });
}

using System.Text;
using System.Text.Json;

namespace ParallelCompute.Configuration;

/// <summary>Reads JSON into nodes.</summary>
internal sealed class JsonTree
{
    private readonly TreeBuilder _builder;
    private readonly byte[] _text;
    private int _counted;
    private int _line = 1;

    private JsonTree(string text, FaultList faults) =>
        (_text, _builder) = (Encoding.UTF8.GetBytes(text), new TreeBuilder(faults));

    /// <exception cref="BrokenTextException">It is not JSON.</exception>
    internal static ConfigNode Read(string text, FaultList faults) => new JsonTree(text, faults).ReadDocument();

    private ConfigNode ReadDocument()
    {
        // Our own bound comes first and has a better message.
        var reader = new Utf8JsonReader(_text, new JsonReaderOptions { MaxDepth = OptionTree.MaxDepth + 1 });
        try
        {
            reader.Read();
            var root = ReadNode(ref reader, 1);
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            var message = e.Message.Split(" LineNumber:")[0];
            throw new BrokenTextException((int)(e.LineNumber ?? 0) + 1, $"Not valid JSON: {Show.Message(message)}");
        }
        // A \u escape that is half of a surrogate pair.
        catch (InvalidOperationException e)
        {
            throw new BrokenTextException(LineOf(ref reader), $"Not valid JSON: {Show.Message(e.Message)}");
        }
    }

    private ConfigNode ReadNode(ref Utf8JsonReader reader, int depth)
    {
        var line = LineOf(ref reader);
        _builder.Begin(depth, line);
        return reader.TokenType switch
        {
            JsonTokenType.String => new ConfigNode.Scalar(line, reader.GetString()!, true),
            JsonTokenType.StartArray => TreeBuilder.Bounded(ReadSequence(ref reader, line, depth)),
            JsonTokenType.StartObject => TreeBuilder.Bounded(ReadMap(ref reader, line, depth)),
            _ => new ConfigNode.Scalar(line, Encoding.UTF8.GetString(reader.ValueSpan), false),
        };
    }

    private ConfigNode.Sequence ReadSequence(ref Utf8JsonReader reader, int line, int depth)
    {
        var items = new List<ConfigNode>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadNode(ref reader, depth + 1));
        }

        return new ConfigNode.Sequence(line, items);
    }

    private ConfigNode.Map ReadMap(ref Utf8JsonReader reader, int line, int depth)
    {
        var entries = new Dictionary<string, ConfigNode.Entry>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (key, keyLine) = (reader.GetString()!, LineOf(ref reader));
            reader.Read();
            _builder.Add(entries, new ConfigNode.Entry(key, keyLine, ReadNode(ref reader, depth + 1)));
        }

        return new ConfigNode.Map(line, [.. entries.Values]);
    }

    // Tokens come in order, so every line break is counted once.
    private int LineOf(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        _line += _text.AsSpan(_counted, start - _counted).Count((byte)'\n');
        _counted = start;
        return _line;
    }
}

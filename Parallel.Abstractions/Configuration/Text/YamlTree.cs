using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ParallelCompute.Configuration;

/// <summary>Reads YAML into nodes. Tags are refused, so that no text can choose a type.</summary>
internal sealed class YamlTree
{
    private readonly Dictionary<AnchorName, ConfigNode> _anchors = [];
    private readonly FaultList _faults;
    private readonly TreeBuilder _builder;
    private readonly Parser _parser;
    private readonly string _text;

    private YamlTree(string text, FaultList faults)
    {
        (_text, _faults, _builder) = (text, faults, new TreeBuilder(faults));
        _parser = new Parser(new StringReader(text));
    }

    /// <returns>Null for a text that holds nothing but comments.</returns>
    /// <exception cref="BrokenTextException">It is not YAML.</exception>
    internal static ConfigNode? Read(string text, FaultList faults) => new YamlTree(text, faults).ReadStream();

    private ConfigNode? ReadStream()
    {
        Next();
        if (Next() is StreamEnd)
        {
            return null;
        }

        var root = ReadNode(Next(), 1);
        Next();
        return Next() is StreamEnd
            ? root
            : throw new BrokenTextException(Line(_parser.Current!), "A second document begins; write one.");
    }

    private ConfigNode ReadNode(ParsingEvent start, int depth)
    {
        var line = Line(start);
        _builder.Begin(depth, line);
        if (start is AnchorAlias alias)
        {
            return _anchors.TryGetValue(alias.Value, out var known)
                ? known
                : throw new BrokenTextException(line, $"The alias '*{Show.Name(alias.Value.Value)}' has no anchor.");
        }

        var node = start switch
        {
            Scalar scalar => new ConfigNode.Scalar(line, scalar.Value, scalar.Style != ScalarStyle.Plain),
            SequenceStart => TreeBuilder.Bounded(ReadSequence(line, depth)),
            MappingStart => TreeBuilder.Bounded(ReadMap(line, depth)),
            _ => throw new BrokenTextException(line, "A value is missing."),
        };
        Register((NodeEvent)start, node);
        return node;
    }

    private void Register(NodeEvent start, ConfigNode node)
    {
        if (!start.Tag.IsEmpty)
        {
            _faults.Add($"The tag '{Show.Name(start.Tag.ToString())}' is not allowed; remove it.", Line(start));
        }

        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor] = node;
        }
    }

    private ConfigNode.Sequence ReadSequence(int line, int depth)
    {
        var items = new List<ConfigNode>();
        while (Next() is var item and not SequenceEnd)
        {
            items.Add(ReadNode(item, depth + 1));
        }

        return new ConfigNode.Sequence(line, items);
    }

    private ConfigNode.Map ReadMap(int line, int depth)
    {
        var entries = new Dictionary<string, ConfigNode.Entry>(StringComparer.Ordinal);
        while (Next() is var start and not MappingEnd)
        {
            var key = ReadNode(start, depth + 1);
            var value = ReadNode(Next(), depth + 1);
            if (key is ConfigNode.Scalar name)
            {
                _builder.Add(entries, new ConfigNode.Entry(name.Text, Line(start), value));
            }
            else
            {
                _faults.Add("A key must be a text, not a map or list.", Line(start));
            }
        }

        return new ConfigNode.Map(line, [.. entries.Values]);
    }

    private ParsingEvent Next()
    {
        var line = _parser.Current is { } current ? (int)current.End.Line : 1;
        try
        {
            return _parser.MoveNext() ? _parser.Current! : throw new BrokenTextException(line, "The text ends early.");
        }
        catch (YamlException e)
        {
            throw Broken((int)e.Start.Line, (int)e.End.Line, e.Message);
        }
        // Some malformed anchors, tags and numbers make the parser throw these instead of its own exception.
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException
                                      or InvalidOperationException or IndexOutOfRangeException)
        {
            throw Broken(line, line, e.Message);
        }
    }

    // The parser counts a line behind the last one, and blames a tab on the value or map that it is in.
    private BrokenTextException Broken(int first, int last, string message)
    {
        var lines = _text.TrimEnd().Split('\n');
        first = Math.Clamp(first, 1, lines.Length);
        last = message.Contains("tab", StringComparison.Ordinal) ? lines.Length : Math.Min(last, lines.Length);
        for (var line = first; line <= last; line++)
        {
            var written = lines[line - 1].AsSpan();
            if (written[..^written.TrimStart().Length].Contains('\t'))
            {
                return new BrokenTextException(line, "A tab indents this line; YAML allows spaces only.");
            }
        }

        return new BrokenTextException(first, $"Not valid YAML: {Show.Message(message)}");
    }

    private static int Line(ParsingEvent read) => (int)read.Start.Line;
}

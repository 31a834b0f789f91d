namespace ParallelCompute.Configuration;

/// <summary>Reads and validates the text of a configuration.</summary>
internal sealed class ConfigText
{
    private readonly FaultList _faults;
    private readonly ParallelConfig _config = new();

    private ConfigText(FaultList faults) => _faults = faults;

    internal static ParallelConfig Load(string path)
    {
        var full = Path.GetFullPath(path);
        string text;
        try
        {
            text = File.ReadAllText(full);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigException($"The configuration file '{full}' does not exist. Check its path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"The configuration file '{full}' cannot be read: {e.Message}", e);
        }

        return Read(text, path, Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JSON" => true,
            ".YAML" or ".YML" => false,
            _ => LooksLikeJson(text),
        });
    }

    internal static ParallelConfig Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.TrimStart('\uFEFF');
        return Read(text, null, LooksLikeJson(text));
    }

    // YAML has maps in braces too, but people hardly quote their keys.
    private static bool LooksLikeJson(string text) =>
        text.AsSpan().TrimStart() is ['{', .. var rest] && rest.TrimStart() is ['"', ..];

    private static ParallelConfig Read(string text, string? file, bool json)
    {
        var faults = new FaultList(file);
        var reader = new ConfigText(faults);
        try
        {
            reader.ReadRoot(json ? JsonTree.Read(text, faults) : YamlTree.Read(text, faults));
            new SettingsReader(ConfigSchema.Current, faults).Read(reader._config);
        }
        catch (BrokenTextException e)
        {
            faults.Add(e.Message, e.Line);
        }

        faults.ThrowIfAny();
        return reader._config;
    }

    private void ReadRoot(ConfigNode? root)
    {
        if (root is ConfigNode.Map map)
        {
            foreach (var entry in map.Entries)
            {
                _faults.Locate(entry.Key, entry.Line);
                ReadKey(entry);
            }
        }
        else if (root is not null && NodeValue.Of(root) is { } value)
        {
            _faults.Add($"A configuration is a map of {Keys}, not {Show.Value(value)}.", root.Line);
        }
    }

    private static string Keys => string.Join(", ", ConfigSchema.Keys);

    private void ReadKey(ConfigNode.Entry entry)
    {
        switch (entry.Key)
        {
            case "env":
                _config.Env = ReadName(entry) ?? _config.Env;
                break;
            case "engine":
                _config.Engine = ReadName(entry) ?? _config.Engine;
                break;
            case "n_workers":
                ReadWorkers(entry);
                break;
            case "options":
                ReadOptions(entry);
                break;
            default:
                _faults.Add(UnknownKey(entry.Key), entry.Line);
                break;
        }
    }

    private static string UnknownKey(string key)
    {
        if (CommonOptions.All.Any(o => o.Name == key))
        {
            return $"Unknown key '{key}'. It is an option; write it under 'options'.";
        }

        var hint = NearestName.Hint(key, ConfigSchema.Keys);
        return $"Unknown key '{Show.Name(key)}'.{(hint.Length > 0 ? hint : $" Valid keys: {Keys}.")}";
    }

    private string? ReadName(ConfigNode.Entry entry)
    {
        var value = NodeValue.Of(entry.Value);
        if (value is not null && entry.Value is not ConfigNode.Scalar)
        {
            _faults.Add($"{entry.Key} must be a name, not {Show.Value(value)}.", entry.Line);
        }

        return value is null ? null : (entry.Value as ConfigNode.Scalar)?.Text;
    }

    private void ReadWorkers(ConfigNode.Entry entry)
    {
        var value = NodeValue.Of(entry.Value);
        _config.NWorkers = value is null ? null : (int?)OptionKinds.Count.Read(value);
        if (value is not null && _config.NWorkers is null)
        {
            _faults.Add(OptionKinds.Count.Mismatch("n_workers", value), entry.Line);
        }
    }

    private void ReadOptions(ConfigNode.Entry entry)
    {
        if (entry.Value is not ConfigNode.Map map)
        {
            if (NodeValue.Of(entry.Value) is { } value)
            {
                _faults.Add($"options must be a map of options, not {Show.Value(value)}.", entry.Line);
            }

            return;
        }

        foreach (var (name, line, node) in map.Entries)
        {
            _faults.Locate("options." + name, line);
            var keepsText = ConfigSchema.Current.FindOption(name) is { Kind.KeepsText: true };
            _config.Options[name] = NodeValue.Of(node, keepsText);
        }
    }
}

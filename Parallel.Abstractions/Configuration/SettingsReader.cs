namespace ParallelCompute.Configuration;

/// <summary>Turns a configuration into settings. Collects every fault and goes on with the default.</summary>
internal sealed class SettingsReader(ConfigSchema schema, FaultList faults)
{
    private static readonly string[] OfOwnDispatcher = ["credentials_file", "protocol"];

    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly HashSet<string> _faulty = new(StringComparer.Ordinal);

    internal ClusterSettings Read(ParallelConfig config)
    {
        // Null where somebody suppressed the compiler's warning; as unknown as any other name.
        var (env, engine) = (FindEnv(config.Env ?? ""), config.Engine ?? "");
        CheckEngine(engine);
        var elsewhere = config.Options.TryGetValue("dispatcher", out var file) && file is not null;
        var workers = ReadWorkers(config.NWorkers, env, mayBeNone: elsewhere);
        var values = ReadOptions(env.Available ? config.Options : new Dictionary<string, object?>(), env);
        CheckDispatcher(values);
        CheckHeartbeat(values);
        CheckTransport(values, env);
        if (env.Available)
        {
            env.Complete?.Invoke(values, _written);
            env.Check?.Invoke(values, faults);
        }

        return new ClusterSettings(env, engine, workers, values, faults.Warnings);
    }

    private EnvDefinition FindEnv(string name)
    {
        if (schema.FindEnv(name) is not { } env)
        {
            var hint = NearestName.Hint(name, schema.Envs.Select(e => e.Name));
            faults.Add($"Unknown env: {Show.Name(name)}.{hint} Available: {schema.AvailableEnvs}.", "env");
            return EnvDefinition.Unknown(Show.Name(name));
        }

        if (!env.Available)
        {
            faults.Add($"env '{name}' is not available in this version; available: {schema.AvailableEnvs}.", "env");
        }

        return env;
    }

    private void CheckEngine(string name)
    {
        if (schema.AvailableEngines.Contains(name))
        {
            return;
        }

        var available = string.Join(", ", schema.AvailableEngines);
        var hint = NearestName.Hint(name, [.. schema.AvailableEngines, .. schema.LaterEngines]);
        faults.Add(
            schema.LaterEngines.Contains(name)
                ? $"engine '{name}' is not available in this version; available: {available}."
                : $"Unknown engine: {Show.Name(name)}.{hint} Available: {available}.",
            "engine");
    }

    /// <summary>What the client's own dispatcher would do is ignored by one in another process.</summary>
    private void CheckDispatcher(Dictionary<string, object?> values)
    {
        foreach (var option in OfOwnDispatcher)
        {
            if (values["dispatcher"] is not null && values[option] is not null and not TransportProtocol.Auto)
            {
                faults.Add(
                    $"Option '{option}' contradicts 'dispatcher': it is for the dispatcher itself; remove one of them.",
                    "options." + option, "options.dispatcher");
            }
        }
    }

    private int ReadWorkers(int? count, EnvDefinition env, bool mayBeNone)
    {
        if (count is { } value)
        {
            if (OptionKinds.Count.Read(value) is null && !(mayBeNone && value == 0))
            {
                faults.Add(OptionKinds.Count.Mismatch("n_workers", value), "n_workers");
            }

            return value;
        }

        if (env is { Available: true, DefaultWorkers: null })
        {
            faults.Add($"n_workers must be set for env '{env.Name}': {OptionKinds.Count.Wanted}.", "n_workers", "env");
        }

        return env.DefaultWorkers?.Invoke() ?? 1;
    }

    private Dictionary<string, object?> ReadOptions(IDictionary<string, object?> options, EnvDefinition env)
    {
        var values = env.Options.ToDictionary(o => o.Name, o => o.DefaultValue, StringComparer.Ordinal);
        foreach (var (name, value) in options)
        {
            if (env.FindOption(name) is not { } definition)
            {
                faults.Add(UnknownOption(name, env), "options." + name);
            }
            else if (value is not null && IsToBeRead(definition, name, options))
            {
                values[definition.Name] = ReadOption(definition, name, value);
                _written.Add(definition.Name);
            }
        }

        return values;
    }

    /// <summary>Of several names of one option the present one wins.</summary>
    private bool IsToBeRead(OptionDefinition definition, string name, IDictionary<string, object?> options)
    {
        var isWrittenAnew = name != definition.Name
            && options.TryGetValue(definition.Name, out var value) && value is not null;
        if (definition.OldNames.Contains(name))
        {
            faults.Warn(
                $"Option '{name}' is now called '{definition.Name}'; " +
                (isWrittenAnew ? "both are written, the old one is ignored." : "write that."));
        }

        return !isWrittenAnew;
    }

    private static string UnknownOption(string name, EnvDefinition env)
    {
        if (ConfigSchema.Keys.Contains(name))
        {
            return $"Option '{name}' is not an option; write it at the top level, beside 'options'.";
        }

        var names = env.Options.Select(o => o.Name).ToList();
        var hint = NearestName.Hint(name, names);
        return $"Unknown option '{Show.Name(name)}' for env {env.Name}." +
               (hint.Length > 0 ? hint : $" Valid options: {string.Join(", ", names)}.");
    }

    private object? ReadOption(OptionDefinition definition, string name, object written)
    {
        if (definition.Kind.Read(written) is { } value)
        {
            return value;
        }

        faults.Add(
            definition.Kind.Mismatch($"Option '{name}'", written), "options." + name);
        _faulty.Add(definition.Name);
        return definition.DefaultValue;
    }

    private void CheckHeartbeat(Dictionary<string, object?> values)
    {
        var (interval, timeout) = ((TimeSpan)values["heartbeat_interval"]!, (TimeSpan)values["worker_timeout"]!);
        if (timeout <= interval && !_faulty.Overlaps(["heartbeat_interval", "worker_timeout"]))
        {
            faults.Add(
                $"Option 'worker_timeout' ({timeout}) must be greater than 'heartbeat_interval' ({interval}), " +
                "or every worker counts as lost between two heartbeats.",
                "options.worker_timeout", "options.heartbeat_interval");
        }
    }

    /// <summary>What is for TCP alone would be ignored elsewhere.</summary>
    private void CheckTransport(Dictionary<string, object?> values, EnvDefinition env)
    {
        if (values["protocol"] is TransportProtocol.Tcp || _faulty.Contains("protocol"))
        {
            return;
        }

        if (env.IsRemote)
        {
            if (values["protocol"] is TransportProtocol.Unix)
            {
                faults.Add(
                    $"Option 'protocol' must be tcp or auto for env {env.Name}: its workers run on other machines.",
                    "options.protocol");
            }

            values["protocol"] = TransportProtocol.Tcp;
            return;
        }

        var protocol = values["protocol"]!.ToString()!.ToLowerInvariant();
        foreach (var option in env.Options.Where(o => o.Name is "host" or "port" or "interface"))
        {
            if (!Equals(values[option.Name], option.DefaultValue))
            {
                faults.Add(
                    $"Option '{option.Name}' contradicts protocol '{protocol}', which uses a Unix socket for env " +
                    $"{env.Name}; set protocol to 'tcp' or remove '{option.Name}'.",
                    $"options.{option.Name}", "options.protocol");
            }
        }
    }
}

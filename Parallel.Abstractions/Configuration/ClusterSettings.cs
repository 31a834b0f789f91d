using ParallelCompute.Configuration;

namespace ParallelCompute;

/// <summary>A validated configuration with every default filled in. Immutable; safe to share among threads.</summary>
public sealed record ClusterSettings
{
    /// <summary>In place of a number of workers: as many as there are places on GPUs.</summary>
    public const int OneForEachGpu = -1;

    internal ClusterSettings(
        EnvDefinition env, string engine, int workers, IReadOnlyDictionary<string, object?> options,
        IReadOnlyList<string> warnings)
    {
        (Env, Engine, NWorkers) = (env.Name, engine, workers);
        IsRemote = env.IsRemote && env.DialsHome?.Invoke(options) != true;
        Own = env.Own.ToDictionary(o => o.Name, o => options[o.Name], StringComparer.Ordinal);
        ThreadsPerWorker = (int)options["threads_per_worker"]!;
        MemoryLimit = options["memory_limit"] is long bytes and > 0 ? bytes : null;
        Protocol = (TransportProtocol)options["protocol"]!;
        Host = (string?)options["host"];
        Port = (PortRange)options["port"]!;
        Interface = (string?)options["interface"];
        CredentialsFile = (string?)options["credentials_file"];
        Dispatcher = (string?)options["dispatcher"];
        StartTimeout = (TimeSpan)options["start_timeout"]!;
        SetupTimeout = (TimeSpan)options["setup_timeout"]!;
        HeartbeatInterval = (TimeSpan)options["heartbeat_interval"]!;
        WorkerTimeout = (TimeSpan)options["worker_timeout"]!;
        DeathTimeout = (TimeSpan)options["death_timeout"]!;
        CancelGrace = (TimeSpan)options["cancel_grace"]!;
        AllowedFailures = (int)options["allowed_failures"]!;
        ValueLimit = options["value_limit"] is long most and > 0 ? Math.Min(most, Array.MaxLength) : Array.MaxLength;
        LocalDirectory = (string?)options["local_directory"];
        Variables = (IReadOnlyDictionary<string, string>)options["environment"]!;
        Resources = (IReadOnlyDictionary<string, double>)options["resources"]!;
        Nanny = (bool)options["nanny"]!;
        Warnings = warnings;
    }

    /// <summary>The system that starts the workers.</summary>
    public string Env { get; }

    /// <summary>Whether its workers run on other machines, which must be able to dial this one.</summary>
    public bool IsRemote { get; }

    /// <summary>
    /// The options that only <see cref="Env"/> has, each with a value of its kind, or null where unset.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Own { get; }

    /// <summary>What carries messages between client and workers.</summary>
    public string Engine { get; }

    /// <summary>
    /// Number of worker processes, at least 1; with a dispatcher of its own process at least 0. Or
    /// <see cref="OneForEachGpu"/>, until these are counted.
    /// </summary>
    public int NWorkers { get; init; }

    /// <summary>Items that a worker runs at once, each on a thread of its own.</summary>
    public int ThreadsPerWorker { get; }

    /// <summary>Bytes that one worker may use; null: no limit.</summary>
    public long? MemoryLimit { get; }

    /// <summary>How workers reach the dispatcher.</summary>
    public TransportProtocol Protocol { get; }

    /// <summary>The address that workers dial; null: found out.</summary>
    public string? Host { get; }

    /// <summary>The ports to listen on.</summary>
    public PortRange Port { get; }

    /// <summary>The network interface to listen on; null: found out.</summary>
    public string? Interface { get; }

    /// <summary>Where the client writes what lets workers join that others start; null: nowhere.</summary>
    public string? CredentialsFile { get; }

    /// <summary>
    /// The credentials file of a dispatcher in a process of its own; null: it lives in the client's process.
    /// </summary>
    public string? Dispatcher { get; }

    /// <summary>How long the first worker may take to join.</summary>
    public TimeSpan StartTimeout { get; }

    /// <summary>How long <c>setup</c> may take on a worker.</summary>
    public TimeSpan SetupTimeout { get; }

    /// <summary>How often a worker says that it is alive.</summary>
    public TimeSpan HeartbeatInterval { get; }

    /// <summary>Silence after which a worker counts as lost; greater than <see cref="HeartbeatInterval"/>.</summary>
    public TimeSpan WorkerTimeout { get; }

    /// <summary>How long a worker that lost its dispatcher waits for it before it ends itself.</summary>
    public TimeSpan DeathTimeout { get; }

    /// <summary>How long canceled items may take to end before their worker is killed; may be zero.</summary>
    public TimeSpan CancelGrace { get; }

    /// <summary>Deaths of workers after which an item is given up, at least 1.</summary>
    public int AllowedFailures { get; }

    /// <summary>Bytes that one value may take, encoded; at most what an array of bytes holds.</summary>
    public long ValueLimit { get; }

    /// <summary>Where workers keep files of their own; null: the system's temporary folder.</summary>
    public string? LocalDirectory { get; }

    /// <summary>Environment variables added to those of the workers; the option <c>environment</c>.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>Amounts by name that each worker offers to items that need them.</summary>
    public IReadOnlyDictionary<string, double> Resources { get; }

    /// <summary>Whether a worker that died is started anew.</summary>
    public bool Nanny { get; }

    /// <summary>What works, but should be written in another way, such as the old name of an option.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Validates a configuration and fills in the defaults.</summary>
    /// <exception cref="ConfigException">It has faults; all are listed.</exception>
    public static ClusterSettings From(ParallelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var faults = new FaultList();
        var settings = new SettingsReader(ConfigSchema.Current, faults).Read(config);
        faults.ThrowIfAny();
        return settings;
    }
}

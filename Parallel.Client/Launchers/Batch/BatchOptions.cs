namespace ParallelCompute.Launchers.Batch;

/// <summary>The options of a batch system's env, each by its name in a configuration.</summary>
internal sealed class BatchOptions(IReadOnlyDictionary<string, object?> own)
{
    public string? Queue => Text("queue");

    /// <summary>Who pays; the systems call it account or project.</summary>
    public string? Account => Text("account") ?? Text("project");

    public int Cores => (int)own["cores"]!;

    public long Memory => (long)own["memory"]!;

    /// <summary>Workers in one job.</summary>
    public int Processes => (int)own["processes"]!;

    public string? Walltime => Text("walltime");

    public string JobName => Text("job_name")!;

    public IReadOnlyList<string> ExtraDirectives => List("job_extra_directives");

    /// <summary>The same where directives have names.</summary>
    public IReadOnlyDictionary<string, string> ExtraAttributes =>
        own.GetValueOrDefault("job_extra_directives") as IReadOnlyDictionary<string, string>
        ?? new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<string> SkippedDirectives => List("job_directives_skip");

    public IReadOnlyList<string> Prologue => List("job_script_prologue");

    public IReadOnlyList<string> Epilogue => List("job_script_epilogue");

    public string? LogDirectory => Text("log_directory");

    public string Shebang => Text("shebang")!;

    public IReadOnlyList<string> WorkerArguments => List("worker_extra_args");

    /// <summary>Jobs that may be queued or run at once; null: no limit.</summary>
    public int? MaxQueued => Number("max_queued");

    public bool UsesArrays => Switch("job_array");

    /// <summary>The words that start the worker program, where the user has others than this machine's.</summary>
    public IReadOnlyList<string>? SiloCommand => Text("silo_command") is { } line ? ShellWords.Split(line) : null;

    /// <summary>An option that not every system has; null where it is unset or not known.</summary>
    public string? Text(string name) => own.GetValueOrDefault(name) as string;

    public int? Number(string name) => own.GetValueOrDefault(name) as int?;

    public long? Size(string name) => own.GetValueOrDefault(name) as long?;

    public bool Switch(string name) => own.GetValueOrDefault(name) is true;

    public IReadOnlyList<string> List(string name) => own.GetValueOrDefault(name) as List<string> ?? [];
}

using ParallelCompute.Configuration;

namespace ParallelCompute;

/// <summary>A host of env ssh with all that is configured for it.</summary>
/// <param name="Name">Its name, its address, or its name in the configuration of ssh.</param>
public sealed record SshHost(string Name)
{
    /// <summary>Whose account to use; null: what ssh takes.</summary>
    public string? Username { get; private init; }

    /// <summary>The port of its SSH server; null: what ssh takes.</summary>
    public int? Port { get; private init; }

    /// <summary>Private keys to try; empty: what ssh tries.</summary>
    public IReadOnlyList<string> ClientKeys { get; private init; } = [];

    /// <summary>The file of known hosts; null: those of ssh.</summary>
    public string? KnownHosts { get; private init; }

    /// <summary>The configuration of ssh; null: the user's and the system's.</summary>
    public string? SshConfig { get; private init; }

    /// <summary>How long a connection may take.</summary>
    public TimeSpan ConnectTimeout { get; private init; } = TimeSpan.FromSeconds(10);

    /// <summary>Workers that it may have; null: any number.</summary>
    public int? MostWorkers { get; private init; }

    /// <summary>Items that a worker there runs at once; null: as for all.</summary>
    public int? ThreadsPerWorker { get; private init; }

    /// <summary>Bytes that a worker there may use, 0 for any number; null: as for all.</summary>
    public long? MemoryLimit { get; private init; }

    /// <summary>The folder that workers start in; null: the home folder.</summary>
    public string? WorkingDirectory { get; private init; }

    /// <summary>The worker program's command there, for a POSIX shell; null: it is found or copied.</summary>
    public string? SiloCommand { get; private init; }

    /// <summary>Whether the worker program is copied there where it is missing.</summary>
    public bool Push { get; private init; } = true;

    /// <summary>The folder of the worker program here; null: the one beside the program.</summary>
    public string? PushFolder { get; private init; }

    /// <summary>Whether its workers reach this machine by the SSH connection.</summary>
    public bool Tunnel { get; private init; }

    /// <summary>The hosts of a configuration, in its order; none where its env is another.</summary>
    public static IReadOnlyList<SshHost> Of(ClusterSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Own.ContainsKey("hosts")
            ? [.. SshOptions.Read(settings.Own, static (_, _) => { }).Select(Of)] : [];
    }

    private static SshHost Of(Dictionary<string, object> values) => new((string)values["host"])
    {
        Username = values.GetValueOrDefault("username") as string,
        Port = values.GetValueOrDefault("port") as int?,
        ClientKeys = [.. (values.GetValueOrDefault("client_keys") as IEnumerable<string> ?? []).Select(k => Home(k))],
        KnownHosts = Home(values.GetValueOrDefault("known_hosts") as string),
        SshConfig = Home(values.GetValueOrDefault("ssh_config") as string),
        ConnectTimeout = (TimeSpan)values["connect_timeout"],
        MostWorkers = values.GetValueOrDefault("n_workers") as int?,
        ThreadsPerWorker = values.GetValueOrDefault("nthreads") as int?,
        MemoryLimit = values.GetValueOrDefault("memory_limit") as long?,
        WorkingDirectory = values.GetValueOrDefault("working_directory") as string,
        SiloCommand = values.GetValueOrDefault("remote_python") as string,
        Push = values["push"] is true,
        PushFolder = Home(values.GetValueOrDefault("push_folder") as string),
        Tunnel = values["tunnel"] is true,
    };

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(path))]
    private static string? Home(string? path) => path is null || !path.StartsWith("~/", StringComparison.Ordinal) ? path
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..]);
}

using System.Collections;

namespace ParallelCompute.Configuration;

/// <summary>The options of env ssh. docs/configuration.md shows the same table.</summary>
internal static class SshOptions
{
    /// <summary>What ends or splits a word of a shell or of a configuration of ssh.</summary>
    private const string Forbidden = "'\"`$\\;&<>|(){}*?!";

    private static OptionKind HostName { get; } = new(
        "name", "the name or address of a host, or a name of your ssh configuration: not beginning with '-', without " +
        "blanks, quotes and other characters that a shell takes for itself",
        written => written is string name && IsPlain(name) ? name : null)
    {
        KeepsText = true,
    };

    private static OptionKind Port { get; } = new(
        "port", "a port from 1 to 65535",
        written => OptionKinds.Ports.Read(written) is PortRange { First: > 0 } port && port.First == port.Last
            ? port.First : null);

    private static OptionKind FilePath { get; } = new(
        "path", "a path without quotes and control characters", written => ReadPath(written));

    private static OptionKind FilePaths { get; } = new(
        "path or list", "a path or a list of paths, without quotes and control characters", ReadPaths);

    private static OptionKind Map { get; } = new("map", "a map", written => written as IDictionary)
    {
        KeepsText = true,
    };

    private static OptionKind HostList { get; } = new(
        "list", "a list of at least one host: names, or maps with a 'host' and what differs there",
        written => written is IEnumerable and not string and not IDictionary
            && ((IEnumerable)written).Cast<object?>().ToList() is { Count: > 0 } list ? list : null)
    {
        KeepsText = true,
    };

    /// <summary>The keys of <c>connect_options</c>, named as Dask and asyncssh do.</summary>
    internal static IReadOnlyList<OptionDefinition> Connect { get; } =
    [
        new("username", HostName, null, "Whose account to use."),
        new("port", Port, null, "The port of the SSH server."),
        new("client_keys", FilePaths, null, "Private keys; no others are tried then."),
        new("known_hosts", FilePath, null, "The file of known hosts; host keys are always checked."),
        new("ssh_config", FilePath, null, "The configuration of ssh to read instead of yours."),
        new("connect_timeout", OptionKinds.Duration, "10 s", "How long a connection may take."),
    ];

    /// <summary>The keys of <c>worker_options</c>, named as Dask does.</summary>
    internal static IReadOnlyList<OptionDefinition> Worker { get; } =
    [
        new("n_workers", OptionKinds.Count, null, "Workers that a host may have at most."),
        new("nthreads", OptionKinds.Count, null, "The same as `threads_per_worker`."),
        new("memory_limit", OptionKinds.Size, null, "The same as the option of that name."),
    ];

    /// <summary>Those that a host may have otherwise than the others.</summary>
    private static IReadOnlyList<OptionDefinition> Place { get; } =
    [
        new("remote_python", OptionKinds.Text, null,
            "The command of the worker program there, for a POSIX shell; unset: it is found, or copied (`push`)."),
        new("working_directory", OptionKinds.Text, null, "The folder that workers start in; unset: the home folder."),
        new("push", OptionKinds.Switch, "true",
            "Whether a host that lacks the worker program gets a copy in the user's cache, once."),
        new("push_folder", FilePath, null,
            "The folder of the worker program, such as a self-contained publish; unset: `parallel-silo` beside " +
            "your program."),
        new("tunnel", OptionKinds.Switch, "false",
            "Whether workers reach this machine by the SSH connection, for hosts that cannot dial it."),
    ];

    internal static IReadOnlyList<OptionDefinition> All { get; } =
    [
        new("hosts", HostList, null, "Where workers run; each a name, or a map with `host` and what differs there."),
        new("connect_options", Map, null, "How to connect: see below."),
        new("worker_options", Map, null, "What a host runs: see below."),
        .. Place,
    ];

    /// <summary>The keys of a host that is written as a map.</summary>
    internal static IReadOnlyList<OptionDefinition> OfHost { get; } =
        [new("host", HostName, null, "Its name."), .. Connect, .. Worker, .. Place];

    /// <summary>The hosts with what is written for each, over what is written for all.</summary>
    internal static List<Dictionary<string, object>> Read(
        IReadOnlyDictionary<string, object?> values, Action<string, string> fault)
    {
        var common = NestedOptions.Read(
            "connect_options", values["connect_options"], Connect, f => fault("connect_options", f));
        foreach (var (name, value) in NestedOptions.Read(
            "worker_options", values["worker_options"], Worker, f => fault("worker_options", f)))
        {
            common[name] = value;
        }

        foreach (var option in Place.Where(o => values[o.Name] is not null))
        {
            common[option.Name] = values[option.Name]!;
        }

        common.TryAdd("connect_timeout", Connect.Single(o => o.Name == "connect_timeout").DefaultValue!);
        List<Dictionary<string, object>> hosts = [];
        foreach (var (index, written) in ((IEnumerable<object?>?)values["hosts"] ?? []).Index())
        {
            var place = $"hosts[{index + 1}]";
            var own = NestedOptions.Read(
                place, written as IDictionary ?? new Dictionary<string, object?> { ["host"] = written }, OfHost,
                f => fault("hosts", f));
            if (!own.ContainsKey("host"))
            {
                if (written is null || (written is IDictionary map && !map.Contains("host")))
                {
                    fault("hosts", $"{place} has no 'host': {HostName.Wanted}.");
                }

                continue;
            }

            hosts.Add(common.Concat(own).GroupBy(p => p.Key, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal));
        }

        return hosts;
    }

    internal static void Check(IReadOnlyDictionary<string, object?> values, FaultList faults)
    {
        if (values["hosts"] is null && !faults.Has("options.hosts"))
        {
            faults.Add($"Option 'hosts' must be set for env ssh: {HostList.Wanted}.", "options.hosts", "env");
        }

        Read(values, (option, fault) => faults.Add(fault, "options." + option));
        foreach (var name in ((IReadOnlyDictionary<string, string>)values["environment"]!).Keys.Where(n => !IsName(n)))
        {
            faults.Add(
                $"The variable '{Show.Name(name)}' of 'environment' cannot be set by a shell, which env ssh does: " +
                "its name must be of letters, digits and '_', not beginning with a digit.", "options.environment");
        }
    }

    /// <summary>Whether every worker comes by a tunnel, so that this machine needs no open port.</summary>
    internal static bool AllTunnel(IReadOnlyDictionary<string, object?> values) =>
        Read(values, (_, _) => { }) is { Count: > 0 } hosts && hosts.All(h => h["tunnel"] is true);

    private static bool IsPlain(string name) =>
        name.Length > 0 && name[0] != '-' &&
        !name.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || Forbidden.Contains(c));

    private static bool IsName(string name) =>
        !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string? ReadPath(object? written) =>
        written is string { Length: > 0 } path && !path.Any(c => char.IsControl(c) || c == '"') ? path : null;

    private static List<string>? ReadPaths(object written)
    {
        var paths = written is IEnumerable and not string and not IDictionary
            ? ((IEnumerable)written).Cast<object?>().Select(ReadPath).ToList() : [ReadPath(written)];
        return paths.Count == 0 || paths.Contains(null) ? null : [.. paths.OfType<string>()];
    }
}

namespace ParallelCompute.Configuration;

/// <summary>The options that every env has. docs/configuration.md shows the same table.</summary>
internal static class CommonOptions
{
    internal static IReadOnlyList<OptionDefinition> All { get; } =
    [
        new("threads_per_worker", OptionKinds.Count, "1", "Items that a worker runs at once."),
        new("memory_limit", OptionKinds.Size, "none",
            "Memory that one worker process may use; one that uses more is killed and replaced."),
        new("protocol", OptionKinds.Transport, "auto",
            "How workers are reached: by a Unix socket, or by TCP with TLS; auto: the Unix socket."),
        new("host", OptionKinds.Host, null,
            "With `protocol: tcp`: the address that workers dial; unset: loopback."),
        new("port", OptionKinds.Ports, "0", "With `protocol: tcp`: the port to listen on; 0: any."),
        new("interface", OptionKinds.Text, null,
            "With `protocol: tcp`: the network interface to listen on; unset: loopback."),
        new("credentials_file", OptionKinds.Text, null,
            "A file that the client writes for itself alone, with which more workers can join by hand."),
        new("dispatcher", OptionKinds.Text, null,
            "The credentials file of a `parallel-silo dispatcher`, which serves several clients and outlives them."),
        new("start_timeout", OptionKinds.Duration, "5 min", "How long the first worker may take to join."),
        new("setup_timeout", OptionKinds.Duration, "10 min", "How long `setup` may take on a worker."),
        new("heartbeat_interval", OptionKinds.Duration, "1 s", "How often a worker says that it is alive."),
        new("worker_timeout", OptionKinds.Duration, "15 s",
            "Silence after which a worker counts as lost; greater than `heartbeat_interval`."),
        new("death_timeout", OptionKinds.Duration, "60 s",
            "How long workers, and clients with `dispatcher`, look for a dispatcher that they lost."),
        new("cancel_grace", OptionKinds.DurationOrZero, "5 s",
            "How long items may take to end that were canceled or ran longer than their `ItemTimeout`, before their " +
            "worker is killed and replaced; may be 0."),
        new("allowed_failures", OptionKinds.Count, "3", "Deaths of workers after which an item is given up."),
        new("value_limit", OptionKinds.Size, "none",
            "Bytes that one item, result, argument or captured variable may take; none: 2 GiB, as .NET's arrays."),
        new("local_directory", OptionKinds.Text, null,
            "Where workers keep large values, code and files of their own; unset: the system's temporary folder."),
        new("environment", OptionKinds.Variables, "", "Environment variables for the workers."),
        new("resources", OptionKinds.Amounts, "",
            "What each worker offers to items whose `MapOptions.Resources` need it, such as `gpu: 1`."),
        new("nanny", OptionKinds.Switch, "true", "Whether a worker that died is started anew."),
    ];
}

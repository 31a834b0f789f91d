namespace ParallelCompute.Configuration;

/// <summary>What a configuration may say.</summary>
internal sealed record ConfigSchema(IReadOnlyList<EnvDefinition> Envs)
{
    internal static ConfigSchema Current { get; } = new(
    [
        new("local", true) { DefaultWorkers = () => Environment.ProcessorCount },
        LocalGpuOptions.Env,
        .. BatchEnvs.All,
        new("ssh", true)
        {
            Own = SshOptions.All, IsRemote = true, Check = SshOptions.Check, DialsHome = SshOptions.AllTunnel,
        },
        new("kube", false),
    ]);

    internal static IReadOnlyList<string> Keys { get; } = ["env", "n_workers", "options", "engine"];

    internal IReadOnlyList<string> AvailableEngines { get; } = ["builtin"];

    internal IReadOnlyList<string> LaterEngines { get; } = ["orleans"];

    internal string AvailableEnvs => string.Join(", ", Envs.Where(e => e.Available).Select(e => e.Name));

    /// <summary>The option of this name in any env.</summary>
    internal OptionDefinition? FindOption(string name) =>
        Envs.Select(e => e.FindOption(name)).FirstOrDefault(o => o is not null);

    internal EnvDefinition? FindEnv(string name) => Envs.FirstOrDefault(e => e.Name == name);
}

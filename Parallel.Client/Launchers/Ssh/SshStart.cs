namespace ParallelCompute.Launchers.Ssh;

/// <summary>What to run on a host with the worker program.</summary>
/// <param name="Host">Where.</param>
/// <param name="Arguments">The program's arguments.</param>
/// <param name="Content">The program, where the host has no command of its own for it.</param>
/// <param name="Variables">Environment variables for it.</param>
/// <param name="Target">What a tunnel is to lead to, as this machine dials it; null: no tunnel.</param>
internal sealed record SshStart(
    SshHost Host, IReadOnlyList<string> Arguments, Task<SiloContent> Content,
    IReadOnlyDictionary<string, string> Variables, string? Target);

using System.Runtime.Versioning;
using ParallelCompute.Tests.Architecture;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Ssh;

/// <summary>What is in the way of workers is told by a name of its own, with ssh's words and what to do.</summary>
[Collection(Processes.Name)]
[SupportedOSPlatform("linux")]
public sealed class SshFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_wrong_key()
    {
        await using var server = await SshServer.StartAsync();
        var key = Path.Combine(_folder.Path, "other");
        await SshServer.MakeKeyAsync(key);
        var fault = await FaultAsync(With(server.Config(), "client_keys", key));
        Says(fault, "wrong key", "Permission denied (publickey", "authorized_keys");
        Assert.Equal(255, fault.ExitCode);
        Assert.Contains("ssh ", fault.Command!, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_unknown_host_key()
    {
        await using var server = await SshServer.StartAsync();
        var known = Path.Combine(_folder.Path, "known");
        await File.WriteAllTextAsync(known, "");
        Says(await FaultAsync(With(server.Config(), "known_hosts", known)),
            "unknown host key", "Host key verification failed", "compare the key");
        Assert.Equal("", await File.ReadAllTextAsync(known));
    }

    [SkippableFact]
    public async Task A_changed_host_key()
    {
        await using var server = await SshServer.StartAsync();
        var known = Path.Combine(_folder.Path, "known");
        await File.WriteAllTextAsync(
            known, $"[127.0.0.1]:{server.Port} {await File.ReadAllTextAsync($"{server.Key}.pub")}");
        Says(await FaultAsync(With(server.Config(), "known_hosts", known)),
            "changed host key", "REMOTE HOST IDENTIFICATION HAS CHANGED", "ssh-keygen -R");
    }

    [SkippableFact]
    public async Task A_host_where_nobody_listens()
    {
        await using var server = await SshServer.StartAsync();
        Says(await FaultAsync(With(server.Config(), "port", 1)), "host down", "Connection refused", "sshd runs there");
    }

    [SkippableFact]
    public async Task A_name_that_nobody_knows()
    {
        await using var server = await SshServer.StartAsync();
        Says(await FaultAsync(With(server.Config(), "hosts", "nowhere.invalid")),
            "unknown host", "Could not resolve hostname nowhere.invalid", "Check the name");
    }

    [SkippableFact]
    public async Task No_worker_program_where_none_may_be_copied()
    {
        await using var server = await SshServer.StartAsync(prepare: Hide(Repository.Silo("")));
        Says(await FaultAsync(With(server.Config(), "push", false)), "no worker program", "", "Set push: true");
    }

    [SkippableFact]
    public async Task No_command_of_the_name_that_is_given()
    {
        await using var server = await SshServer.StartAsync();
        Says(await FaultAsync(With(server.Config(), "remote_python", "/nowhere/parallel-silo")),
            "no worker program", "/nowhere/parallel-silo: not found", "Correct it");
    }

    [SkippableFact]
    public async Task No_runtime()
    {
        await using var server = await SshServer.StartAsync(
            prepare: string.Concat(Runtimes.Select(Hide)), onlyTools: true);
        Says(await FaultAsync(server.Config()), "no .NET runtime", "", "dotnet-runtime");
    }

    [SkippableFact]
    public async Task A_runtime_of_another_version()
    {
        await using var server = await SshServer.StartAsync();
        var folder = Path.Combine(_folder.Path, "silo");
        CopySilo(folder);
        var runtime = Path.Combine(folder, "parallel-silo.runtimeconfig.json");
        var text = await File.ReadAllTextAsync(runtime);
        await File.WriteAllTextAsync(runtime, text.Replace("\"10.0.0\"", "\"99.0.0\"", StringComparison.Ordinal));
        Says(await FaultAsync(With(server.Config(), "push_folder", folder)),
            "wrong .NET runtime", "99.0.0", "Workers need .NET 10");
    }

    [SkippableFact]
    public async Task Another_architecture()
    {
        await using var server = await SshServer.StartAsync();
        var uname = Path.Combine(server.Programs, "uname");
        await File.WriteAllTextAsync(uname, "#!/bin/sh\necho Linux riscv64\n");
        File.SetUnixFileMode(uname, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Says(await FaultAsync(server.Config()), "other architecture", "Linux riscv64", "must be of the same");
    }

    [SkippableFact]
    public async Task A_full_disk()
    {
        await using var server = await SshServer.StartAsync(
            prepare: Hide(Repository.Silo("")) + "mkdir -p \"$TEST_HOME/.cache\"\n" +
                "mount -t tmpfs -o size=1m tmpfs \"$TEST_HOME/.cache\"\n");
        Says(await FaultAsync(server.Config()), "could not be copied", "No space left on device", "make room there");
    }

    [SkippableFact]
    public async Task A_folder_to_work_in_that_is_not_there()
    {
        await using var server = await SshServer.StartAsync();
        Says(await FaultAsync(With(server.Config(), "working_directory", "/nowhere/at all")),
            "no working directory", "can't cd to /nowhere/at all", "Make /nowhere/at all there");
    }

    [SkippableFact]
    public async Task No_tunnel()
    {
        await using var server = await SshServer.StartAsync("AllowTcpForwarding no");
        Says(await FaultAsync(With(server.Config(), "tunnel", true)),
            "tunnel refused", "remote port forwarding failed", "AllowTcpForwarding");
    }

    [SkippableFact]
    public async Task A_client_that_cannot_be_dialed()
    {
        SshBed.Need();
        // An address of that network that nobody has.
        var config = With(SshBed.Config(1, SshBed.First), "host", "10.199.77.250");
        config.Options["allowed_failures"] = 1;
        Says(await FaultAsync(config), "unreachable client", "10.199.77.250", "tunnel: true");
    }

    [SkippableFact]
    public async Task Of_several_hosts_each_is_told()
    {
        await using var server = await SshServer.StartAsync();
        var config = server.Config(2);
        config.Options["hosts"] = new object[]
        {
            "nowhere.invalid", new Dictionary<string, object?> { ["host"] = "127.0.0.1", ["port"] = 1 },
        };
        var fault = await FaultAsync(config);
        Says(fault, "Host nowhere.invalid: unknown host", "Host 127.0.0.1: host down", "Connection refused");
    }

    /// <summary>Places where a script looks for .NET, as far as they are here.</summary>
    internal static IEnumerable<string> Runtimes =>
        new[] { "/usr/share/dotnet", "/usr/lib/dotnet", "/usr/lib64/dotnet", "/usr/local/share/dotnet", "/opt/dotnet" }
            .Where(Directory.Exists);

    /// <summary>In a mount namespace: an empty folder over another one.</summary>
    internal static string Hide(string folder) => $"mount -t tmpfs tmpfs '{folder}'\n";

    internal static void CopySilo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Repository.Silo("")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    /// <summary>The configuration with one thing otherwise: an option, or how to connect.</summary>
    internal static ParallelConfig With(ParallelConfig config, string name, object value)
    {
        var connect = (Dictionary<string, object?>)config.Options["connect_options"]!;
        if (name is "client_keys" or "known_hosts" or "port")
        {
            connect[name] = value;
        }
        else
        {
            config.Options[name] = name == "hosts" ? new[] { value } : value;
        }

        return config;
    }

    private static Task<LaunchException> FaultAsync(ParallelConfig config) =>
        Assert.ThrowsAsync<LaunchException>(async () =>
        {
            await using var client = await ParallelCluster.GetClientAsync(config).Soon();
            await client.WaitForWorkersAsync(1, Gate.Limit);
        });

    private static void Says(LaunchException fault, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
}

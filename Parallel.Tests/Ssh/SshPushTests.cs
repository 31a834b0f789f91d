using System.Diagnostics;
using System.Runtime.Versioning;
using ParallelCompute.Tests.Architecture;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Ssh;

/// <summary>The worker program gets to a host that has none.</summary>
[Collection(Processes.Name)]
[SupportedOSPlatform("linux")]
public sealed class SshPushTests
{
    [SkippableFact]
    public async Task It_is_copied_once_for_its_owner_alone_and_used_from_then_on()
    {
        await using var server = await SshServer.StartAsync(prepare: SshFaultTests.Hide(Repository.Silo("")));
        await RunAsync(server.Config(2));
        var cache = Path.Combine(server.Home, ".cache", "parallel", "silo");
        var copy = Assert.Single(Directory.GetDirectories(cache));
        Assert.Equal(64, Path.GetFileName(copy).Length);
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(Owner, File.GetUnixFileMode(copy));
        Assert.Equal(
            Directory.GetFiles(Repository.Silo("")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Directory.GetFiles(copy).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var made = Directory.GetCreationTimeUtc(copy);

        await RunAsync(server.Config());
        Assert.Equal(copy, Assert.Single(Directory.GetDirectories(cache)));
        Assert.Equal(made, Directory.GetCreationTimeUtc(copy));
    }

    [SkippableFact]
    public async Task A_copy_that_was_changed_is_made_anew()
    {
        await using var server = await SshServer.StartAsync(prepare: SshFaultTests.Hide(Repository.Silo("")));
        await RunAsync(server.Config());
        var copy = Assert.Single(Directory.GetDirectories(Path.Combine(server.Home, ".cache", "parallel", "silo")));
        await File.AppendAllTextAsync(Path.Combine(copy, "parallel-silo.dll"), "changed");

        await RunAsync(server.Config());
        Assert.Equal(
            await File.ReadAllBytesAsync(Repository.Silo("parallel-silo.dll")),
            await File.ReadAllBytesAsync(Path.Combine(copy, "parallel-silo.dll")));
    }

    [SkippableFact]
    public async Task Where_it_is_at_the_same_place_already_nothing_is_copied()
    {
        await using var server = await SshServer.StartAsync();
        await RunAsync(server.Config());
        Assert.False(Directory.Exists(Path.Combine(server.Home, ".cache")));
    }

    [SkippableFact]
    public async Task A_command_of_ones_own_may_do_something_first()
    {
        await using var server = await SshServer.StartAsync();
        var config = server.Config();
        var silo = Repository.Silo("parallel-silo.dll");
        config.Options["remote_python"] = $"export FIRST='by hand' && exec dotnet '{silo}'";
        config.Options["working_directory"] = server.Programs;
        await using var client = await ParallelCluster.GetClientAsync(config).Soon();
        var found = await client.ParallelMapAsync(
            x => $"{Environment.GetEnvironmentVariable("FIRST")} {Environment.CurrentDirectory}", [1]).Soon();
        Assert.Equal($"by hand {server.Programs}", Assert.Single(found));
    }

    [SkippableFact]
    public async Task A_program_that_brings_its_runtime_along_needs_none_there()
    {
        // A stand-in for a self-contained publish, whose runtime lies where nobody looks for it.
        var hidden = SshFaultTests.Runtimes.First();
        await using var server = await SshServer.StartAsync(
            prepare: $"mkdir \"$TEST_HOME/net\"\nmount --bind '{hidden}' \"$TEST_HOME/net\"\n" +
                string.Concat(SshFaultTests.Runtimes.Select(SshFaultTests.Hide)), onlyTools: true);
        using var folder = new TemporaryFolder();
        var silo = Path.Combine(folder.Path, "silo");
        SshFaultTests.CopySilo(silo);
        var program = Path.Combine(silo, "parallel-silo");
        await File.WriteAllTextAsync(
            program, "#!/bin/sh\nexec \"$HOME/net/dotnet\" \"${0%/*}/parallel-silo.dll\" \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await RunAsync(SshFaultTests.With(server.Config(), "push_folder", silo));
    }

    [SkippableFact]
    public async Task What_the_login_shell_writes_does_no_harm()
    {
        await using var server = await SshServer.StartAsync();
        await File.WriteAllTextAsync(
            Path.Combine(server.Home, ".bashrc"), "echo welcome to this host\necho careful >&2\n");
        await RunAsync(server.Config());
    }

    private static async Task RunAsync(ParallelConfig config)
    {
        await using var client = await ParallelCluster.GetClientAsync(config).Soon();
        await client.ParallelMapAsync(x => x + 1, [1, 2]).GivesAsync(2, 3);
    }
}

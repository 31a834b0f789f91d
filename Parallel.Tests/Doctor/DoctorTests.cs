using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Runtime.Versioning;
using ParallelCompute.Tests.Architecture;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Ssh;

namespace ParallelCompute.Tests.Doctor;

/// <summary>Finds nothing where all is well, and each of many faults by its name.</summary>
[Collection(Processes.Name)]
[SupportedOSPlatform("linux")]
public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TransportProtocol.Unix)]
    [InlineData(TransportProtocol.Tcp)]
    public async Task Local_workers_are_fine(TransportProtocol protocol)
    {
        var findings = await AllAsync(new ParallelConfig { Options = { ["protocol"] = protocol } });
        Assert.All(findings, f => Assert.True(f.IsFine, f.ToString()));
        Assert.Equal(
            ["configuration", "worker program", "runtime", "clock", "folder", "connection"],
            findings.Select(f => f.Check));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hosts_are_fine(bool tunnel)
    {
        SshBed.Need();
        var config = SshBed.Config(2);
        config.Options["tunnel"] = tunnel;
        var findings = await AllAsync(config);
        Assert.All(findings, f => Assert.True(f.IsFine, f.ToString()));
        string[] each = ["host", "worker program", "runtime", "clock", "folder", "connection"];
        Assert.Equal(["configuration", "ssh", .. each, .. each], findings.Select(f => f.Check));
        Assert.Contains(findings, f => f.Check == "runtime" &&
            f.Text.EndsWith($" on {SshBed.Second}", StringComparison.Ordinal));
        Assert.All(findings.Where(f => f.Check == "connection"), f => Assert.Contains(
            tunnel ? "at 127.0.0.1:" : "10.199.77.1:", f.Text, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("client_keys", "start", "wrong key")]
    [InlineData("known_hosts", "start", "unknown host key")]
    [InlineData("port", "start", "host down")]
    [InlineData("hosts", "start", "unknown host")]
    [InlineData("remote_python", "start", "no worker program")]
    [InlineData("working_directory", "start", "no working directory")]
    [InlineData("tunnel", "start", "tunnel refused")]
    [InlineData("push_folder", "start", "wrong .NET runtime")]
    [InlineData("local_directory", "folder", "cannot be written there")]
    [InlineData("resources", "GPU", "workers see none there")]
    [InlineData("host", "connection", "unreachable client")]
    public async Task A_fault_of_a_host_is_the_only_one_and_named(string injected, string check, string name)
    {
        await using var server = await SshServer.StartAsync("AllowTcpForwarding no");
        var config = SshFaultTests.With(server.Config(), injected, await FaultyAsync(injected));
        await IsOnlyFaultAsync(config, check, name);
    }

    [SkippableFact]
    public async Task A_host_without_a_runtime_is_named()
    {
        await using var server = await SshServer.StartAsync(
            prepare: string.Concat(SshFaultTests.Runtimes.Select(SshFaultTests.Hide)), onlyTools: true);
        await IsOnlyFaultAsync(server.Config(), "start", "no .NET runtime");
    }

    [SkippableFact]
    public async Task A_clock_that_is_wrong_is_named()
    {
        await using var server = await SshServer.StartAsync();
        var wrapper = Path.Combine(_folder.Path, "silo");
        await File.WriteAllTextAsync(
            wrapper, $"#!/bin/sh\ndotnet '{Repository.Silo("parallel-silo.dll")}' \"$@\" | " +
            "sed 's/\"time\":1[0-9]/\"time\":11/'\n");
        File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await IsOnlyFaultAsync(
            SshFaultTests.With(server.Config(), "remote_python", wrapper), "clock", "behind this machine's");
    }

    [SkippableFact]
    public async Task A_host_that_never_answers_is_given_up_in_time()
    {
        await using var server = await SshServer.StartAsync();
        var config = SshFaultTests.With(server.Config(), "remote_python", "sleep 600 #");
        var began = Stopwatch.GetTimestamp();
        var findings = await AllAsync(config, TimeSpan.FromSeconds(3));
        Assert.Contains("has not answered within 3 s", findings[^1].Text, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task The_command_prints_lines_and_tells_by_its_exit_code()
    {
        var (exitCode, output) = await RunAsync();
        Assert.Equal(0, exitCode);
        Assert.All(output.Split('\n'), line => Assert.StartsWith("OK ", line, StringComparison.Ordinal));

        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "c.yaml"), "env: locale\nn_workers: 0\n");
        (exitCode, output) = await RunAsync("--config", Path.Combine(_folder.Path, "c.yaml"), "--json");
        Assert.Equal(1, exitCode);
        var json = JsonNode.Parse(output)!;
        Assert.False((bool)json["ok"]!);
        Assert.Equal(2, json["findings"]!.AsArray().Count);
        Assert.Contains("Did you mean 'local'?", (string)json["findings"]![0]!["text"]!, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_machine_without_ssh_is_told_so()
    {
        SshBed.Need();
        var file = Path.Combine(_folder.Path, "ssh.yaml");
        await File.WriteAllTextAsync(file, "env: ssh\nn_workers: 1\noptions: { hosts: [node1] }\n");
        var (exitCode, output) = await RunInAsync(_folder.Path, "--config", file);
        Assert.Equal(1, exitCode);
        Assert.Contains("FAULT ssh: ssh could not be started", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slurm", "sbatch")]
    [InlineData("lsf", "bsub")]
    public async Task A_machine_without_the_commands_of_a_batch_system_is_told_so(string env, string command)
    {
        var file = Path.Combine(_folder.Path, $"{env}.yaml");
        var shared = Directory.CreateDirectory(Path.Combine(_folder.Path, "shared")).FullName;
        await File.WriteAllTextAsync(
            file, $"env: {env}\nn_workers: 1\n" +
            $"options: {{ cores: 1, memory: 1GiB, shared_temp_directory: '{shared}' }}\n");
        var (exitCode, output) = await RunInAsync(_folder.Path, "--config", file);
        Assert.Equal(1, exitCode);
        Assert.Contains($"FAULT {env}: The command {command} cannot be run", output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(shared));
    }

    private async Task<object> FaultyAsync(string injected)
    {
        var file = Path.Combine(_folder.Path, injected);
        switch (injected)
        {
            case "client_keys":
                await SshServer.MakeKeyAsync(file);
                return file;
            case "known_hosts":
                await File.WriteAllTextAsync(file, "");
                return file;
            case "push_folder":
                SshFaultTests.CopySilo(file);
                var runtime = Path.Combine(file, "parallel-silo.runtimeconfig.json");
                var text = await File.ReadAllTextAsync(runtime);
                await File.WriteAllTextAsync(
                    runtime, text.Replace("\"10.0.0\"", "\"99.0.0\"", StringComparison.Ordinal));
                return file;
            case "local_directory":
                return "/proc/nowhere";
            case "resources":
                return new Dictionary<string, object?> { ["gpu"] = 1 };
            case "host":
                return "no-such-client.invalid";
            default:
                return injected switch
                {
                    "port" => 1,
                    "hosts" => "nowhere.invalid",
                    "tunnel" => true,
                    _ => "/nowhere/at/all",
                };
        }
    }

    private static async Task IsOnlyFaultAsync(ParallelConfig config, string check, string name)
    {
        var findings = await AllAsync(config);
        var fault = Assert.Single(findings, f => !f.IsFine);
        Assert.Equal(check, fault.Check);
        Assert.Contains(name, fault.Text, StringComparison.Ordinal);
        Assert.NotEmpty(fault.Place);
    }

    private static async Task<List<DoctorFinding>> AllAsync(ParallelConfig config, TimeSpan? limit = null) =>
        await ClusterDoctor.ExamineAsync(config, limit).AllAsync();

    private static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        RunInAsync(null, arguments);

    private static async Task<(int ExitCode, string Output)> RunInAsync(string? path, params string[] arguments)
    {
        var tool = Repository.Combine("Parallel.Cli", "bin", Repository.Configuration, "net10.0", "parallelctl.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath!, [tool, "doctor", .. arguments])
        {
            RedirectStandardOutput = true,
        };
        if (path is not null)
        {
            start.Environment["PATH"] = path;
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync().Soon();
        await process.WaitForExitAsync().Soon();
        return (process.ExitCode, output.Trim());
    }
}

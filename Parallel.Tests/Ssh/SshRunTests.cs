using System.Diagnostics;
using System.Globalization;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Connections;
using ParallelCompute.Tests.Samples;

namespace ParallelCompute.Tests.Ssh;

/// <summary>Workers on two hosts, each with a network of its own.</summary>
[Collection(Processes.Name)]
public sealed class SshRunTests
{
    private readonly string _mark = Guid.NewGuid().ToString("N");

    [SkippableFact]
    public async Task The_speech_sample_gives_what_it_gives_locally()
    {
        SshBed.Need();
        using var folder = new TemporaryFolder();
        SpeechStats.SyntheticSpeech.WriteFiles(folder.Path, 4);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "ssh.yaml"), $$"""
            env: ssh
            n_workers: 4
            options:
              hosts: [{{SshBed.First}}, {{SshBed.Second}}]
              connect_options: { ssh_config: {{SshBed.ConfigFile}} }
            """);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "local.yaml"), "env: local\nn_workers: 2\n");
        foreach (var env in new[] { "ssh", "local" })
        {
            var (exitCode, output, errors) = await SampleProgram.RunAsync(
                "SpeechStats", folder.Path, folder.Path, "--config", $"{env}.yaml", "--repeat", "3", "--out",
                $"{env}.json");
            Assert.True(exitCode == 0, string.Join('\n', errors));
            Assert.Equal(12, output.Count(line => line.StartsWith("speech_", StringComparison.Ordinal)));
        }

        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(folder.Path, "local.json")),
            await File.ReadAllTextAsync(Path.Combine(folder.Path, "ssh.json")));
    }

    [SkippableFact]
    public async Task Workers_run_on_all_hosts_and_nothing_is_left_there()
    {
        SshBed.Need();
        var config = SshBed.Config(4);
        const string Words = "it's two\nlines \\n \"$HOME\" é";
        config.Options["environment"] = new Dictionary<string, object?> { ["WORDS"] = Words };
        await using (var client = await OpenAsync(config))
        {
            await client.WaitForWorkersAsync(4, Gate.Limit);
            Assert.Equal([SshBed.First, SshBed.First, SshBed.Second, SshBed.Second], await HostsAsync(client, 4));
            Assert.Equal(
                Words,
                Assert.Single(await client.ParallelMapAsync(
                    x => Environment.GetEnvironmentVariable("WORDS"), [1]).Soon()));
            Assert.Equal(4, SiloProcesses.Of(_mark).Count);
        }

        Assert.Empty(SiloProcesses.AllOf(_mark));
    }

    [SkippableFact]
    public async Task They_end_with_a_client_that_is_killed()
    {
        SshBed.Need();
        using var program = new HelperProcess(AppContext.BaseDirectory, "far", _mark);
        Assert.Equal("ready", await program.ReadLineAsync());
        Assert.Equal(2, SiloProcesses.Of(_mark).Count);
        await program.KillAsync();
        Assert.True(SpinWait.SpinUntil(() => !SiloProcesses.AllOf(_mark).Any(), Gate.Limit));
    }

    [SkippableFact]
    public async Task The_number_of_workers_goes_beyond_that_of_hosts_and_below()
    {
        SshBed.Need();
        await using var client = await OpenAsync(SshBed.Config(1));
        await client.WaitForWorkersAsync(1, Gate.Limit);
        await client.ScaleAsync(5).Soon();
        await client.WaitForWorkersAsync(5, Gate.Limit);
        var hosts = await HostsAsync(client, 5);
        Assert.Equal((3, 2), (hosts.Count(h => h == SshBed.First), hosts.Count(h => h == SshBed.Second)));
        await client.ScaleAsync(1).Soon();
        Assert.Single(SiloProcesses.Of(_mark));
        await client.ParallelMapAsync(x => x + 1, [1, 2, 3]).GivesAsync(2, 3, 4);
    }

    [SkippableFact]
    public async Task A_worker_that_dies_is_replaced_and_the_cause_is_known()
    {
        SshBed.Need();
        var log = new RecordedLog();
        await using var client = await OpenAsync(SshBed.Config(2), log);
        await client.WaitForWorkersAsync(2, Gate.Limit);
        var results = await client.ParallelMapAsync(
            x =>
            {
                if (x == 2 && WorkerContext.Current.Attempt == 1)
                {
                    Process.GetCurrentProcess().Kill();
                }

                return x * x;
            },
            [1, 2, 3]).Soon();
        Assert.Equal([1, 4, 9], results);
        await client.WaitForWorkersAsync(2, Gate.Limit);
        Assert.Contains(log.Lines, l => l.Contains("has ended: exit code 137: ", StringComparison.Ordinal) &&
            l.Contains("signal 9", StringComparison.Ordinal) && l.Contains("on host tbh", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_host_that_goes_down_is_told_of_its_items_run_elsewhere_and_it_comes_back()
    {
        SshBed.Need();
        var log = new RecordedLog();
        await using var gate = new Gate();
        await using var client = await OpenAsync(SshBed.Config(2), log);
        await client.WaitForWorkersAsync(2, Gate.Limit);
        var path = gate.Path;
        var map = client.ParallelMapAsync(
            x =>
            {
                if (Environment.MachineName == SshBed.Second)
                {
                    Gate.Pass(path, "held");
                }

                return Environment.MachineName;
            },
            Enumerable.Range(0, 20), new MapOptions { BatchSize = 1 });
        await gate.NextAsync();
        try
        {
            await SshBed.CutAsync(SshBed.Second);
            Assert.All(await map.Soon(), host => Assert.Equal(SshBed.First, host));
            Assert.True(SpinWait.SpinUntil(
                () => log.Lines.Any(l => l.Contains($"Host {SshBed.Second}: host down", StringComparison.Ordinal)),
                Gate.Limit));
            Assert.True(SpinWait.SpinUntil(
                () => client.Snapshot().Workers.Any(w => w.Reason.Contains("tried again", StringComparison.Ordinal)),
                Gate.Limit));
        }
        finally
        {
            await SshBed.MendAsync(SshBed.Second);
        }

        gate.Open();
        await client.WaitForWorkersAsync(2, TimeSpan.FromSeconds(90));
        Assert.Equal([SshBed.First, SshBed.Second], (await HostsAsync(client, 2)).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task Workers_come_by_a_tunnel_to_a_client_that_listens_on_loopback_only()
    {
        SshBed.Need();
        var config = SshBed.Config(3);
        config.Options["tunnel"] = true;
        Assert.False(ClusterSettings.From(config).IsRemote);
        await using var client = await OpenAsync(config);
        await client.WaitForWorkersAsync(3, Gate.Limit);
        Assert.Equal([SshBed.First, SshBed.First, SshBed.Second], await HostsAsync(client, 3));
    }

    [SkippableFact]
    public async Task Four_workers_on_two_hosts_start_in_little_more_than_ssh_itself_and_a_local_start()
    {
        SshBed.Need();
        using var warm = Process.Start("ssh", ["-F", SshBed.ConfigFile, SshBed.First, "true"]);
        await warm.WaitForExitAsync().Soon();
        var best = double.MaxValue;
        for (var i = 0; i < 3 && best > 1; i++)
        {
            var ssh = await TimeAsync(async () =>
            {
                using var process = Process.Start("ssh", ["-F", SshBed.ConfigFile, SshBed.First, "true"]);
                await process.WaitForExitAsync().Soon();
            });
            var local = new ParallelConfig { Env = "local", NWorkers = 4, Options = { ["protocol"] = "tcp" } };
            var allowed = (2 * ssh) + await TimeAsync(() => StartAsync(local, 4));
            best = Math.Min(best, await TimeAsync(() => StartAsync(SshBed.Config(4), 4)) / allowed);
        }

        // The bar is 1; a machine that does other things too gets room.
        Assert.True(best < 2, string.Create(CultureInfo.InvariantCulture, $"{best:F2} times what it may take"));
    }

    private static async Task StartAsync(ParallelConfig config, int workers)
    {
        await using var client = await ParallelCluster.GetClientAsync(config);
        await client.WaitForWorkersAsync(workers, Gate.Limit);
    }

    private static async Task<double> TimeAsync(Func<Task> act)
    {
        var began = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>Where that many workers run, each counted once.</summary>
    private static async Task<IEnumerable<string>> HostsAsync(ParallelClient client, int workers)
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var hosts = client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, "here");
                return Environment.MachineName;
            },
            Enumerable.Range(0, workers), new MapOptions { BatchSize = 1 });
        await gate.NextAsync(workers);
        gate.Open();
        return (await hosts.Soon()).Order(StringComparer.Ordinal);
    }

    private async Task<ParallelClient> OpenAsync(ParallelConfig config, RecordedLog? log = null)
    {
        var before = ParallelCluster.Logger;
        ParallelCluster.Logger = log ?? before;
        try
        {
            return await ParallelCluster.GetClientAsync(SiloProcesses.Marked(config, _mark)).Soon();
        }
        finally
        {
            ParallelCluster.Logger = before;
        }
    }
}

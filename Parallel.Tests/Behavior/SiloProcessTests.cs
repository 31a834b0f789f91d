using System.Collections;
using System.Diagnostics;

namespace ParallelCompute.Tests.Behavior;

/// <summary>The processes behind a client: what they are told, how they die and that none is left.</summary>
[Collection(Processes.Name)]
public sealed class SiloProcessTests
{
    private readonly LocalFixture _fixture = new();

    [Fact]
    public async Task Nothing_is_left_when_a_client_has_closed()
    {
        using var folder = new TemporaryFolder();
        var config = SharedCluster.Config();
        config.Options["local_directory"] = folder.Path;
        var client = await _fixture.OpenAsync(config).Soon();
        await client.WaitForWorkersAsync(2, Gate.Limit);
        Assert.Equal(["w1", "w2"], SiloProcesses.Of(_fixture.MarkOf(client)).Select(s => s.Worker).Order());
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
        await client.DisposeAsync().AsTask().Soon();
        Assert.Empty(SiloProcesses.Of(_fixture.MarkOf(client)));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Nothing_is_left_where_user_code_does_not_end()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var client = await _fixture.OpenAsync(SharedCluster.Config(1)).Soon();
        var map = client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, $"{x}");
                return x;
            },
            [1]);
        await gate.NextAsync();
        await client.DisposeAsync().AsTask().Soon();
        Assert.Empty(SiloProcesses.Of(_fixture.MarkOf(client)));
        await Assert.ThrowsAsync<ParallelException>(() => map.Soon());
    }

    [Fact]
    public async Task Workers_end_when_their_client_is_killed()
    {
        var mark = Guid.NewGuid().ToString("N");
        using var program = new HelperProcess(AppContext.BaseDirectory, "hold", mark);
        Assert.Equal("ready", await program.ReadLineAsync());
        Assert.Equal(2, SiloProcesses.Of(mark).Count);
        await program.KillAsync();
        Assert.True(SpinWait.SpinUntil(() => SiloProcesses.Of(mark).Count == 0, Gate.Limit));
    }

    [Fact]
    public async Task What_a_killed_client_left_goes_with_the_next_one()
    {
        using var folder = new TemporaryFolder();
        var mark = Guid.NewGuid().ToString("N");
        using var program = new HelperProcess(AppContext.BaseDirectory, "hold", mark, folder.Path);
        Assert.Equal("ready", await program.ReadLineAsync());
        // Looked at now: each worker tidies up beside its start, and may have been late.
        Assert.Single(Directory.GetDirectories(folder.Path));
        await program.KillAsync();
        Assert.True(SpinWait.SpinUntil(() => SiloProcesses.Of(mark).Count == 0, Gate.Limit));
        var config = SharedCluster.Config(1);
        config.Options["local_directory"] = folder.Path;
        await using (var client = await _fixture.OpenAsync(config).Soon())
        {
            await client.ParallelMapAsync(x => x, [1]).GivesAsync(1);
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_worker_learns_no_secret_by_its_command_line_or_variables()
    {
        await using var client = await _fixture.OpenAsync(SharedCluster.Config(1)).Soon();
        var mark = _fixture.MarkOf(client);
        var id = $"{SiloProcesses.Of(mark).Single().Id}";
        var line = SiloProcesses.Read(id, "cmdline");
        Assert.Equal(["worker", "w1", "1", "--marks"], line[^5..^1]);
        // A descriptor of this process, which only its owner can open.
        Assert.StartsWith($"/proc/{Environment.ProcessId}/fd/", line[^1], StringComparison.Ordinal);
        Assert.Equal(7, line.Length);
        Assert.Equal("parallel-silo.dll", Path.GetFileName(line[1]));
        var own = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(v => $"{v.Key}={v.Value}");
        Assert.Equal([$"PARALLEL_TEST_CLUSTER={mark}"], SiloProcesses.Read(id, "environ").Except(own));
    }

    [Fact]
    public async Task Variables_of_the_configuration_reach_the_workers()
    {
        var config = SharedCluster.Config(1);
        config.Options["environment"] = new Dictionary<string, object?> { ["MODEL_FOLDER"] = "/models" };
        await using var client = await _fixture.OpenAsync(config).Soon();
        await client.ParallelMapAsync(_ => Environment.GetEnvironmentVariable("MODEL_FOLDER"), [1])
            .GivesAsync("/models");
    }

    [Fact]
    public async Task A_given_up_item_tells_how_its_worker_died_and_what_it_wrote()
    {
        await using var client = await _fixture.OpenAsync(SharedCluster.Config(1)).Soon();
        var lost = await Assert.ThrowsAsync<WorkerLostException>(() => client.ParallelMapAsync(
            x =>
            {
                Console.Error.WriteLine($"item {x} is poison");
                Environment.Exit(7);
                return x;
            },
            [42]).Soon());
        Assert.Equal("exit code 7: user code called Environment.Exit(7)", lost.Cause);
        Assert.Contains("item 42 is poison", lost.LogTail, StringComparison.Ordinal);
        Assert.Contains("item 42 is poison", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frozen_worker_is_replaced()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var config = SharedCluster.Config(1);
        (config.Options["heartbeat_interval"], config.Options["worker_timeout"]) = ("200 ms", "2 s");
        await using var client = await _fixture.OpenAsync(config).Soon();
        var map = client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, WorkerContext.Current.WorkerId);
                return x;
            },
            [1]);
        var frozen = await gate.NextAsync();
        var process = SiloProcesses.Of(_fixture.MarkOf(client)).Single().Id;
        using (var stop = Process.Start("kill", ["-STOP", $"{process}"]))
        {
            await stop.WaitForExitAsync().Soon();
        }

        Assert.NotEqual(frozen.Name, (await gate.NextAsync()).Name);
        gate.Open();
        await map.GivesAsync(1);
        Assert.True(SpinWait.SpinUntil(
            () => SiloProcesses.Of(_fixture.MarkOf(client)).All(s => s.Id != process), Gate.Limit));
    }
}

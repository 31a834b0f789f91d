using System.Diagnostics;
using System.Text.Json.Nodes;
using ParallelCompute.Launching;
using ParallelCompute.Tests.Architecture;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Cleanup;

/// <summary><c>parallelctl cleanup</c> on what real processes left.</summary>
[Collection(Processes.Name)]
public sealed class CleanupTests : IDisposable
{
    private readonly TemporaryFolder _local = new();
    private readonly TemporaryFolder _temporary = new();
    private readonly List<Process> _started = [];

    [Fact]
    public async Task What_a_killed_client_left_is_removed_and_a_living_cluster_is_not_touched()
    {
        var fixture = new LocalFixture();
        var config = HelperProgram.WithTemporary(_temporary.Path, SharedCluster.Config(1));
        config.Options["local_directory"] = _local.Path;
        await using var client = await fixture.OpenAsync(config).Soon();
        await client.ParallelMapAsync(x => x, [1]).GivesAsync(1);
        var living = Entries();
        Assert.Contains(living, e => e.Contains("parallel-data-", StringComparison.Ordinal));
        Assert.Contains(living, e => e.Contains("dotnet-diagnostic-", StringComparison.Ordinal));

        await KillClientAsync();
        var left = Entries().Except(living).ToArray();
        Assert.Single(left, e => e.Contains("parallel-data-", StringComparison.Ordinal));
        Assert.Equal(2, left.Count(e => e.Contains("dotnet-diagnostic-", StringComparison.Ordinal)));

        Assert.Equal(left, Paths(await CleanAsync("--dry-run")));
        Assert.Equal(living.Concat(left).Order(StringComparer.Ordinal), Entries());
        Assert.Equal(left, Paths(await CleanAsync()));
        Assert.Equal(living, Entries());
        Assert.Empty(Paths(await CleanAsync()));
        await client.ParallelMapAsync(x => x, [1]).GivesAsync(1);
    }

    [Fact]
    public async Task A_stopped_worker_is_ended_where_its_guard_is_gone_and_nowhere_else()
    {
        var guarded = await StopAsync(Start("w1"));
        var abandoned = await StopAsync(Start("w2"));
        abandoned.StandardInput.Close();

        Assert.Contains(Workers(await CleanAsync("--dry-run"), "removed"), w => IsOf(w, abandoned));
        Assert.False(abandoned.HasExited);
        var result = await CleanAsync();
        await abandoned.WaitForExitAsync().Soon();
        Assert.Contains(Workers(result, "removed"), w => IsOf(w, abandoned));
        Assert.DoesNotContain(Workers(result, "removed").Concat(Workers(result, "left_alone")), w => IsOf(w, guarded));
        Assert.Equal('T', ProcessStat.Of(guarded.Id)!.Value.State);
    }

    [Fact]
    public async Task A_stopped_worker_that_was_started_by_hand_is_told_of_and_left_alone()
    {
        // Waits there for somebody to write the credentials, until it is stopped.
        var file = Path.Combine(_local.Path, "credentials");
        using (var make = Process.Start("mkfifo", file))
        {
            await make.WaitForExitAsync().Soon();
        }

        var byHand = await StopAsync(Start("w3", "--credentials", file));
        byHand.StandardInput.Close();
        var result = await CleanAsync();
        var told = Assert.Single(Workers(result, "left_alone"), w => IsOf(w, byHand));
        Assert.Contains($"kill -CONT {byHand.Id}", $"{told["why"]}", StringComparison.Ordinal);
        Assert.DoesNotContain(Workers(result, "removed"), w => IsOf(w, byHand));
        Assert.Equal('T', ProcessStat.Of(byHand.Id)!.Value.State);
    }

    [Fact]
    public async Task Without_json_lines_tell_what_was_done()
    {
        using (var program = await KillClientAsync())
        {
            var (code, text) = await RunAsync("cleanup", "--local-directory", _local.Path);
            Assert.Equal(0, code);
            Assert.Contains($"removed: {_local.Path}/parallel-data-", text, StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        _local.Dispose();
        _temporary.Dispose();
    }

    private static bool IsOf(JsonNode worker, Process process) =>
        $"{worker["what"]}".StartsWith($"process {process.Id},", StringComparison.Ordinal);

    private static IEnumerable<JsonNode> Workers(JsonNode result, string list) =>
        result[list]!.AsArray().Where(e => $"{e!["kind"]}" == "worker")!;

    /// <summary>Of files and folders; there may be workers on this machine that other programs left.</summary>
    private static IEnumerable<string> Paths(JsonNode result) => result["removed"]!.AsArray()
        .Where(e => $"{e!["kind"]}" != "worker").Select(e => $"{e!["what"]}").Order(StringComparer.Ordinal);

    /// <summary>A client with two workers in the folders; they end with it, and cannot tidy up.</summary>
    private async Task<HelperProcess> KillClientAsync()
    {
        var mark = Guid.NewGuid().ToString("N");
        var program = new HelperProcess(
            AppContext.BaseDirectory, "hold", mark, _local.Path, _temporary.Path);
        Assert.Equal("ready", await program.ReadLineAsync());
        await program.KillAsync();
        Assert.True(SpinWait.SpinUntil(() => !SiloProcesses.AllOf(mark).Any(), Gate.Limit));
        return program;
    }

    private string[] Entries() => [.. Directory.GetFileSystemEntries(_local.Path)
        .Concat(Directory.GetFileSystemEntries(_temporary.Path)).Order(StringComparer.Ordinal)];

    private Process Start(string worker, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Repository.Silo("parallel-silo.dll"), "worker", worker, "1", .. arguments])
        {
            RedirectStandardInput = true,
        })!;
        _started.Add(process);
        return process;
    }

    private static async Task<Process> StopAsync(Process process)
    {
        using (var stop = Process.Start("kill", ["-STOP", $"{process.Id}"]))
        {
            await stop.WaitForExitAsync().Soon();
        }

        Assert.True(SpinWait.SpinUntil(() => ProcessStat.Of(process.Id) is { State: 'T' }, Gate.Limit));
        return process;
    }

    private async Task<JsonNode> CleanAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync(["cleanup", "--json", "--local-directory", _local.Path, .. arguments]);
        Assert.Equal(0, code);
        return JsonNode.Parse(output)!;
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "parallelctl.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["TMPDIR"] = _temporary.Path;
        // It would leave files of its own where it is looked.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync().Soon();
        await process.WaitForExitAsync().Soon();
        return (process.ExitCode, output);
    }
}

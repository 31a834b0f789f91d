using System.Diagnostics;
using System.Text.Json;
using ParallelCompute.Cleanup;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Samples;
using SpeechStats;

namespace ParallelCompute.Tests.Batch;

/// <summary>What holds for every batch system.</summary>
public abstract class BatchBehavior(BatchFixture fixture)
{
    protected BatchFixture Fixture => fixture;

    [SkippableFact]
    public async Task Four_workers_give_what_local_ones_give()
    {
        fixture.Need();
        using var folder = new TemporaryFolder();
        SyntheticSpeech.WriteFiles(folder.Path, 4);
        foreach (var file in Directory.GetFiles(folder.Path))
        {
            fixture.Admit(file);
        }

        await RunSampleAsync(new ParallelConfig { Env = "local", NWorkers = 2 }, folder.Path, "local.json");
        await RunSampleAsync(fixture.Config(4), folder.Path, "jobs.json");
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(folder.Path, "local.json")),
            await File.ReadAllTextAsync(Path.Combine(folder.Path, "jobs.json")));
        await NothingIsLeftAsync();
    }

    [SkippableFact]
    public async Task A_lost_job_is_replaced_and_closing_leaves_nothing()
    {
        fixture.Need();
        var mark = Guid.NewGuid().ToString("N");
        await using var gate = new Gate();
        var path = gate.Path;
        fixture.Admit(path);
        await using (var client = await OpenAsync(SiloProcesses.Marked(fixture.Config(2), mark)))
        {
            await client.WaitForWorkersAsync(2, BatchFixture.Limit);
            var jobs = await fixture.JobsAsync();
            Assert.Equal(2, jobs.Length);
            Assert.Equal(2, SiloProcesses.Of(mark).Count);
            var map = client.ParallelMapAsync(
                async x =>
                {
                    await Gate.PassAsync(path, WorkerContext.Current.WorkerId, BatchFixture.Limit);
                    return x * x;
                },
                [3, 4]);
            await gate.NextAsync(BatchFixture.Limit);
            await gate.NextAsync(BatchFixture.Limit);
            await fixture.CancelAsync(jobs[0]);
            // The other worker has an item of its own: this one is a new worker's.
            await gate.NextAsync(BatchFixture.Limit);
            gate.Open();
            Assert.Equal("9 16", string.Join(' ', await map.WaitAsync(BatchFixture.Limit)));
            Assert.Single(await fixture.JobsAsync(), id => !jobs.Contains(id));
        }

        await NothingIsLeftAsync(mark);
    }

    [SkippableFact]
    public async Task A_worker_that_dies_is_started_anew_in_its_job()
    {
        fixture.Need();
        await using var client = await OpenAsync(fixture.Config(1));
        var attempts = await client.ParallelMapAsync(
            x =>
            {
                if (WorkerContext.Current.Attempt == 1)
                {
                    Process.GetCurrentProcess().Kill();
                }

                return WorkerContext.Current.Attempt;
            },
            [1]).WaitAsync(BatchFixture.Limit);
        Assert.Equal([2], attempts);
        Assert.Single(await fixture.JobsAsync());
    }

    [SkippableFact]
    public async Task A_job_that_fails_shows_the_end_of_its_log()
    {
        fixture.Need();
        var config = fixture.Config(2, new()
        {
            ["job_script_prologue"] = new List<object?> { "echo this node has no such module", "exit 7" },
        });
        var error = await Assert.ThrowsAsync<LaunchException>(async () =>
        {
            await using var client = await OpenAsync(config);
            await client.WaitForWorkersAsync(1, BatchFixture.Limit);
        });
        Assert.Contains("this node has no such module", error.Message, StringComparison.Ordinal);
        await NothingIsLeftAsync();
    }

    [SkippableFact]
    public async Task A_request_that_can_never_start_is_reported_in_time()
    {
        fixture.Need();
        var (options, words) = fixture.Impossible;
        options["start_timeout"] = "20 s";
        var began = Stopwatch.GetTimestamp();
        var error = await Assert.ThrowsAsync<LaunchException>(async () =>
        {
            await using var client = await OpenAsync(fixture.Config(1, options));
            await client.WaitForWorkersAsync(1, TimeSpan.FromSeconds(20));
        });
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, BatchFixture.Limit);
        await NothingIsLeftAsync();
    }

    [SkippableFact]
    public async Task Closing_while_jobs_are_submitted_leaves_nothing()
    {
        fixture.Need();
        await using (await OpenAsync(fixture.Config(3)))
        {
            // Closed at once, whatever has been submitted by then.
        }

        await NothingIsLeftAsync();
    }

    [SkippableFact]
    public async Task Jobs_of_a_killed_client_end_and_cleanup_removes_its_files()
    {
        fixture.Need();
        using var folder = new TemporaryFolder();
        var mark = Guid.NewGuid().ToString("N");
        var config = SiloProcesses.Marked(fixture.Config(2, new() { ["death_timeout"] = "5 s" }), mark);
        var file = await WriteAsync(config, folder.Path);
        using (var program = new HelperProcess(AppContext.BaseDirectory, "config", file))
        {
            Assert.Equal("ready", await program.ReadLineAsync(BatchFixture.Limit));
            await program.KillAsync();
        }

        await UntilAsync(async () => (await fixture.JobsAsync()).Length == 0);
        await UntilAsync(() => Task.FromResult(!SiloProcesses.AllOf(mark).Any()));
        var left = Assert.Single(Directory.GetDirectories(fixture.Shared.Path));
        var removed = await JobLeftovers.RemoveAsync(fixture.Shared.Path, dryRun: false);
        Assert.Contains(left, Assert.Single(removed, r => r.IsSure).What, StringComparison.Ordinal);
        await NothingIsLeftAsync();
    }

    protected static Task<ParallelClient> OpenAsync(ParallelConfig config) =>
        ParallelCluster.GetClientAsync(config).WaitAsync(BatchFixture.Limit);

    /// <summary>No file, no job and no process; systems show jobs for a moment that have just ended.</summary>
    protected async Task NothingIsLeftAsync(string? mark = null)
    {
        Assert.Empty(Directory.EnumerateFileSystemEntries(fixture.Shared.Path));
        await UntilAsync(async () => (await fixture.JobsAsync()).Length == 0);
        await UntilAsync(() => Task.FromResult(mark is null || !SiloProcesses.AllOf(mark).Any()));
    }

    /// <summary>Waits for what only the system knows.</summary>
    internal static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(BatchFixture.Limit);
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
        }
    }

    private static async Task<string> WriteAsync(ParallelConfig config, string folder)
    {
        var file = Path.Combine(folder, "parallel.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
        {
            env = config.Env, n_workers = config.NWorkers, options = config.Options,
        }));
        return file;
    }

    private static async Task RunSampleAsync(ParallelConfig config, string folder, string result)
    {
        var file = await WriteAsync(config, folder);
        var (exitCode, _, errors) = await SampleProgram.RunAsync(
            "SpeechStats", folder, folder, "--config", file, "--out", result);
        Assert.True(exitCode == 0, string.Join('\n', errors));
    }
}

using System.Runtime.Versioning;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Ssh;

namespace ParallelCompute.Tests.Batch;

/// <summary>Faults that need no real system to be found.</summary>
public abstract class StubDoctorBehavior(StubFixture fixture, string words)
    : BatchDoctorBehavior(fixture, new() { ["cores"] = 99 }, words)
{
    private const string Queue = "default queue";

    [SkippableTheory]
    [InlineData("local_directory", "/proc/nowhere", "folder", "cannot be written there")]
    [InlineData("log_directory", "/proc/nowhere", "start", "cannot be written")]
    [InlineData("host", "no-such-client.invalid", "connection", "unreachable client")]
    [InlineData("silo_command", "/nowhere/parallel-silo", "start", "/nowhere/parallel-silo")]
    public async Task A_fault_of_the_node_is_the_only_one_and_named(
        string option, string value, string check, string text)
    {
        Fixture.Need();
        await IsOnlyFaultAsync(new() { [option] = value }, check, text, Queue);
    }

    [SkippableFact]
    public async Task A_shared_folder_that_cannot_be_written_is_named_and_no_job_submitted()
    {
        Fixture.Need();
        await IsOnlyFaultAsync(
            new() { ["shared_temp_directory"] = "/proc/nowhere" }, "shared folder", "cannot be made", "");
    }

    [SkippableFact]
    public async Task A_prologue_that_fails_is_told_with_the_end_of_the_jobs_log()
    {
        Fixture.Need();
        await IsOnlyFaultAsync(
            new() { ["job_script_prologue"] = new List<object?> { "echo no such module", "exit 7" } },
            "start", "no such module", Queue);
    }

    [SkippableFact]
    [SupportedOSPlatform("linux")]
    public async Task A_runtime_that_the_node_does_not_have_is_named()
    {
        Fixture.Need();
        using var folder = new TemporaryFolder();
        var silo = Path.Combine(folder.Path, "silo");
        SshFaultTests.CopySilo(silo);
        var runtime = Path.Combine(silo, "parallel-silo.runtimeconfig.json");
        var text = await File.ReadAllTextAsync(runtime);
        await File.WriteAllTextAsync(runtime, text.Replace("\"10.0.0\"", "\"99.0.0\"", StringComparison.Ordinal));
        await IsOnlyFaultAsync(
            new() { ["silo_command"] = $"dotnet {silo}/parallel-silo.dll" }, "start", "99.0.0", Queue);
    }

    [SkippableFact]
    public async Task Who_gives_up_waiting_gets_no_finding_and_leaves_no_job()
    {
        Fixture.Need();
        using var giveUp = new CancellationTokenSource();
        var config = Fixture.Config(1, new() { ["cores"] = 99 });
        var examining = ClusterDoctor.ExamineAsync(config, BatchFixture.Limit, giveUp.Token).AllAsync();
        await BatchBehavior.UntilAsync(async () => (await Fixture.JobsAsync()).Length == 1);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => examining);
        await NothingIsLeftAsync();
    }

    [SkippableFact]
    public async Task A_GPU_that_the_node_does_not_give_is_named()
    {
        Fixture.Need();
        await IsOnlyFaultAsync(
            new()
            {
                ["resources"] = new Dictionary<string, object?> { ["gpu"] = 1 },
                ["environment"] = new Dictionary<string, object?> { ["CUDA_VISIBLE_DEVICES"] = "" },
            },
            "GPU", "workers see none there", Queue);
    }
}

using System.Diagnostics;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Batch;

/// <summary>What doctor tells of every batch system that it submits a probe job to.</summary>
/// <param name="fixture">The system.</param>
/// <param name="asksInVain">Options of a job that never starts.</param>
/// <param name="words">What the system says of it.</param>
public abstract class BatchDoctorBehavior(
    BatchFixture fixture, Dictionary<string, object?> asksInVain, string words)
{
    protected BatchFixture Fixture => fixture;

    [SkippableFact]
    public async Task A_healthy_system_is_fine()
    {
        fixture.Need();
        var config = fixture.Config(1);
        var findings = await ExamineAsync(config);
        Assert.All(findings, f => Assert.True(f.IsFine, f.ToString()));
        Assert.Equal(
            ["configuration", config.Env, "shared folder", "job", "runtime", "clock", "folder", "shared folder",
             "connection"],
            findings.Select(f => f.Check));
        Assert.Contains(findings[1].Text, char.IsAsciiDigit);
        Assert.Contains("submitted as job ", findings[3].Text, StringComparison.Ordinal);
        await NothingIsLeftAsync();
    }

    [SkippableFact]
    public async Task A_queue_that_is_not_there_is_named()
    {
        fixture.Need();
        await IsOnlyFaultAsync(new() { ["queue"] = "nowhere" }, "start", "refused a job", "queue nowhere");
    }

    [SkippableFact]
    public async Task A_job_that_never_starts_is_canceled_in_time_and_told_in_the_systems_words()
    {
        fixture.Need();
        var began = Stopwatch.GetTimestamp();
        await IsOnlyFaultAsync(asksInVain, "start", words, "default queue", TimeSpan.FromSeconds(20));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromMinutes(2));
    }

    private protected async Task IsOnlyFaultAsync(
        Dictionary<string, object?> options, string check, string text, string place, TimeSpan? limit = null)
    {
        var findings = await ExamineAsync(fixture.Config(1, options), limit);
        var fault = Assert.Single(findings, f => !f.IsFine);
        Assert.Equal((check, place), (fault.Check, fault.Place));
        Assert.Contains(text, fault.Text, StringComparison.Ordinal);
        await NothingIsLeftAsync();
    }

    private static Task<List<DoctorFinding>> ExamineAsync(ParallelConfig config, TimeSpan? limit = null) =>
        ClusterDoctor.ExamineAsync(config, limit).AllAsync(BatchFixture.Limit);

    protected async Task NothingIsLeftAsync()
    {
        Assert.Empty(Directory.EnumerateFileSystemEntries(fixture.Shared.Path));
        await BatchBehavior.UntilAsync(async () => (await fixture.JobsAsync()).Length == 0);
    }
}

using System.Diagnostics;
using ParallelCompute.Launchers.Batch;

namespace ParallelCompute.Tests.Launchers.Batch;

[Collection(Processes.Name)]
public sealed class StubCommandTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parallel-test-");

    [Theory]
    [InlineData("lsf", 1)]
    [InlineData("lsf", 2)]
    [InlineData("moab", 1)]
    public void A_job_runs_is_listed_and_ends_when_it_is_canceled(string env, int count)
    {
        var (dialect, job) = Job(env, "sleep 300", count, []);
        var ids = Submit(dialect, job);
        Assert.Equal(count, ids.Count);
        Assert.Equal(ids, List(dialect).Where(j => j.State.Phase == JobPhase.Running).Select(j => j.Id));
        foreach (var command in dialect.Cancel(job.Options, ids))
        {
            Run(command);
        }

        Assert.All(ids, id => Assert.Contains("exit code 143", End(dialect, id).Words));
    }

    [Theory]
    [InlineData("lsf")]
    [InlineData("moab")]
    public void A_job_that_fails_tells_its_exit_code_and_its_log(string env)
    {
        var (dialect, job) = Job(env, "echo last words; echo of all >&2; exit 3", 1, []);
        var id = Submit(dialect, job).Single();
        Assert.Contains("exit code 3", End(dialect, id).Words);
        // Moab's jobs write it themselves, both streams; LSF's have files made for them.
        var log = string.Concat(dialect.LogFiles(job, id).Select(File.ReadAllText));
        Assert.Contains("last words", log);
        Assert.Contains("of all", log);
    }

    [Theory]
    [InlineData("lsf")]
    [InlineData("moab")]
    public void A_job_that_asks_for_too_much_waits(string env)
    {
        var (dialect, job) = Job(env, "true", 1, new() { ["cores"] = 99 });
        var id = Submit(dialect, job).Single();
        Assert.Equal(JobPhase.Pending, List(dialect).Single(j => j.Id == id).State.Phase);
        Run(dialect.Cancel(job.Options, [id]).Single());
        End(dialect, id);
    }

    private (IBatchDialect Dialect, BatchJob Job) Job(
        string env, string command, int count, Dictionary<string, object?> options)
    {
        StubCommands.Install(env, Directory.CreateDirectory(Path.Combine(_folder.FullName, "bin")).FullName);
        var logs = Directory.CreateDirectory(Path.Combine(_folder.FullName, "logs")).FullName;
        options["processes"] = 1;
        var job = BatchCase.Job(BatchCase.Read(env, options), count) with
        {
            Silo = ["/bin/sh", "-c", command, "silo"], LogFolder = logs,
        };
        return (BatchCase.Dialect(env), job);
    }

    private IReadOnlyList<string> Submit(IBatchDialect dialect, BatchJob job)
    {
        var (script, file) = (dialect.Script(job), Path.Combine(_folder.FullName, "job.sh"));
        File.WriteAllText(file, script);
        return dialect.ReadJobIds(Run(dialect.Submit(job, file, script)), job.Workers.Count);
    }

    private IReadOnlyList<ListedJob> List(IBatchDialect dialect) => dialect.ReadList(Run(dialect.List("me")));

    private JobState End(IBatchDialect dialect, string id)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Limit;)
        {
            if (dialect.ReadEnd(id, Run(dialect.Explain(id)[0])) is { } end)
            {
                return end;
            }
        }

        throw new TimeoutException($"Job {id} does not end.");
    }

    private string Run(BatchCommand command)
    {
        var start = new ProcessStartInfo(Path.Combine(_folder.FullName, "bin", command.Program), command.Arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        start.Environment[StubCommands.Folder] = Path.Combine(_folder.FullName, "jobs");
        using var process = Process.Start(start)!;
        process.StandardInput.Write(command.Input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(Limit), $"{command.Program} hangs");
        return output;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

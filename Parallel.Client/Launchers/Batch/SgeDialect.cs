using System.Text.RegularExpressions;

namespace ParallelCompute.Launchers.Batch;

/// <summary>Grid Engine: <c>qsub</c>, <c>qstat</c>, <c>qdel</c>.</summary>
internal sealed partial class SgeDialect : IBatchDialect
{
    private const string Prefix = "#$";

    private static readonly string[] Busy =
    [
        "temporarily unavailable", "too many jobs", "max_u_jobs", "max_jobs", "unable to contact qmaster",
        "got send error", "got select timeout",
    ];

    public string Env => "sge";

    public bool HasArrays => true;

    public string Script(BatchJob job) => JobScript.Render(job, Prefix, Directives(job), JobScript.Body(
        job, "\"$((SGE_TASK_ID - 1))\"", JobScript.Deadline(job, Prefix, Directives(job), (1, 60))));

    public BatchCommand Version => new("qsub", ["-help"]);

    public BatchCommand Submit(BatchJob job, string file, string script) => new("qsub", [file]);

    public IReadOnlyList<string> ReadJobIds(string output, int count) =>
        SubmittedJob().Match(output) is not { Success: true } match ? []
        : count == 1 ? [match.Groups["id"].Value]
        : [.. Enumerable.Range(1, count).Select(task => $"{match.Groups["id"].Value}.{task}")];

    public bool IsBusy(string output) => Busy.Any(words => output.Contains(words, StringComparison.OrdinalIgnoreCase));

    public IReadOnlyList<BatchCommand> Cancel(BatchOptions options, IReadOnlyList<string> ids) => [new("qdel", ids)];

    // Each task of an array on a line of its own; names are cut short, and below them in full.
    public BatchCommand List(string user) => new("qstat", ["-u", user, "-g", "d", "-r"]);

    public IReadOnlyList<ListedJob> ReadList(string output) =>
    [
        .. ListLine().Matches(output).Select(m => new ListedJob(
            m.Groups["task"] is { Success: true } task ? $"{m.Groups["id"].Value}.{task.Value}" : m.Groups["id"].Value,
            m.Groups["full"] is { Success: true } full ? full.Value : m.Groups["name"].Value,
            State(m.Groups["state"].Value))),
    ];

    public IReadOnlyList<BatchCommand> Explain(string id) =>
        [new("qacct", id.Split('.') is [var job, var task] ? ["-j", job, "-t", task] : ["-j", id])];

    public JobState? ReadEnd(string id, string output)
    {
        if (ExitStatus().Match(output) is not { Success: true } exit)
        {
            return null;
        }

        var failed = Failed().Match(output).Groups["why"].Value.Trim();
        var words = $"exit code {exit.Groups["code"].Value}";
        return new JobState(JobPhase.Ended, failed is "0" or "" ? words : $"{words}, failed {failed}");
    }

    public IReadOnlyList<string> LogFiles(BatchJob job, string id) => JobLogs.OfUser(job) is { Count: > 0 } own ? own
        : JobLogs.Folder(job) is { } folder ? [$"{folder}/{job.Name}.o{id}"] : [];

    private static IEnumerable<string> Directives(BatchJob job)
    {
        var options = job.Options;
        yield return $"-N {job.Name}";
        if (JobLogs.Folder(job) is { } folder)
        {
            yield return $"-e {folder}/";
            yield return $"-o {folder}/";
        }

        if (job.IsArray)
        {
            yield return $"-t 1-{job.Workers.Count}";
        }

        if (options.Queue is { } queue)
        {
            yield return $"-q {queue}";
        }

        if (options.Account is { } project)
        {
            yield return $"-P {project}";
        }

        if (options.Text("resource_spec") is { } spec)
        {
            yield return $"-l {spec}";
        }

        if (options.Walltime is { } walltime)
        {
            yield return $"-l h_rt={walltime}";
        }

        yield return "-cwd";
        yield return "-j y";
        // Many installations ignore the script's first line.
        yield return $"-S {Shell(options.Shebang)}";
    }

    private static string Shell(string shebang) =>
        shebang[2..].Trim().Split(' ')[0] is var path && path.EndsWith("sh", StringComparison.Ordinal)
            ? path : "/bin/bash";

    private static JobState State(string letters) => letters switch
    {
        _ when letters.Contains('d') => new(JobPhase.Running, letters),
        // An error in the last start; it waits until somebody clears it.
        _ when letters.Contains('E') => new(JobPhase.Held, letters, CanNeverRun: true),
        _ when letters.Contains('h') => new(JobPhase.Held, letters),
        _ when letters.Contains('q') => new(JobPhase.Pending, letters),
        _ when letters.Any(c => c is 'r' or 't' or 's' or 'S' or 'T') => new(JobPhase.Running, letters),
        _ => new(JobPhase.Unknown, letters),
    };

    [GeneratedRegex(@"(?:Your job(?:-array)?\s+(?<id>\d+))|(?:^(?<id>\d+)[.\d:-]*\s*$)", RegexOptions.Multiline)]
    private static partial Regex SubmittedJob();

    [GeneratedRegex(
        @"^[ \t]*(?<id>\d+)[ \t]+[\d.]+[ \t]+(?<name>\S+)[ \t]+\S+[ \t]+(?<state>[a-zA-Z]+)[ \t]+" +
        @"\d+/\d+/\d+[ \t]+\d+:\d+:\d+[ \t]+(?:\S+@\S+[ \t]+)?\d+(?:[ \t]+(?<task>\d+))?[ \t]*\r?$" +
        @"(?:\n[ \t]+Full jobname:[ \t]+(?<full>\S+))?",
        RegexOptions.Multiline)]
    private static partial Regex ListLine();

    [GeneratedRegex(@"^exit_status\s+(?<code>\d+)", RegexOptions.Multiline)]
    private static partial Regex ExitStatus();

    [GeneratedRegex(@"^failed\s+(?<why>.*)$", RegexOptions.Multiline)]
    private static partial Regex Failed();
}

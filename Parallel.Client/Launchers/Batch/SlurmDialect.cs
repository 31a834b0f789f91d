using System.Text;
using System.Text.RegularExpressions;

namespace ParallelCompute.Launchers.Batch;

/// <summary>Slurm: <c>sbatch</c>, <c>squeue</c>, <c>scancel</c>.</summary>
internal sealed partial class SlurmDialect : IBatchDialect
{
    private const string Prefix = "#SBATCH";

    private static readonly string[] Busy =
    [
        "temporarily unable to accept job", "temporarily unavailable", "Unable to contact slurm controller",
        "Socket timed out", "MaxSubmitJob", "Zero Bytes were transmitted",
    ];

    // Each says that the request exceeds what exists or is permitted; only another request helps.
    private static readonly string[] Never =
    [
        "PartitionConfig", "BadConstraints", "DependencyNeverSatisfied", "InvalidAccount", "InvalidQOS",
        "AccountNotAllowed", "QOSNotAllowed", "PartitionTimeLimit", "PartitionNodeLimit",
    ];

    public string Env => "slurm";

    public bool HasArrays => true;

    public string Script(BatchJob job) => JobScript.Render(
        job, Prefix, Directives(job), JobScript.Body(job, "\"$SLURM_ARRAY_TASK_ID\"", Deadline(job)));

    public BatchCommand Version => new("sbatch", ["--version"]);

    public BatchCommand Submit(BatchJob job, string file, string script) => new("sbatch", ["--parsable", file]);

    public IReadOnlyList<string> ReadJobIds(string output, int count) =>
        SubmittedJob().Match(output) is not { Success: true } match ? []
        : count == 1 ? [match.Groups["id"].Value]
        : [.. Enumerable.Range(0, count).Select(task => $"{match.Groups["id"].Value}_{task}")];

    public bool IsBusy(string output) => Busy.Any(words => output.Contains(words, StringComparison.OrdinalIgnoreCase));

    public IReadOnlyList<BatchCommand> Cancel(BatchOptions options, IReadOnlyList<string> ids) => [new("scancel", ids)];

    public BatchCommand List(string user) => new(
        "squeue", ["--user", user, "--noheader", "--array", "--states", "all", "--format", "%i|%T|%r|%j"]);

    public IReadOnlyList<ListedJob> ReadList(string output) =>
    [
        .. output.Split('\n').Select(line => line.Trim().Split('|', 4)).Where(columns => columns.Length == 4)
            .Select(columns => new ListedJob(columns[0], columns[3], State(columns[1], columns[2]))),
    ];

    public IReadOnlyList<BatchCommand> Explain(string id) =>
    [
        new("sacct", ["--noheader", "--parsable2", "--allocations", "--jobs", id, "--format", "State,ExitCode"]),
        new("scontrol", ["--oneliner", "show", "job", id]),
    ];

    public JobState? ReadEnd(string id, string output) =>
        (Accounted().Match(output) is { Success: true } told ? told : Shown().Match(output)) is { Success: true } end
            && State(end.Groups["state"].Value, "") is { Phase: JobPhase.Ended } state
            ? state with { Words = $"{state.Words}, exit code {end.Groups["code"].Value}" }
            : null;

    public IReadOnlyList<string> LogFiles(BatchJob job, string id)
    {
        var patterns = SlurmLogs.OfUser(job.Options.ExtraDirectives);
        return [.. (patterns.Count > 0 ? patterns : OwnLogs(job)).Select(p => SlurmLogs.Expand(p, job.Name, id))];
    }

    private static IEnumerable<string> Directives(BatchJob job)
    {
        var options = job.Options;
        yield return $"-J {job.Name}";
        if (SlurmLogs.OfUser(options.ExtraDirectives).Count == 0 && OwnLogs(job) is [var errors, var output])
        {
            yield return $"-e {SlurmLogs.Quote(errors)}";
            yield return $"-o {SlurmLogs.Quote(output)}";
        }

        if (job.IsArray)
        {
            yield return $"--array=0-{job.Workers.Count - 1}";
        }

        if (options.Queue is { } queue)
        {
            yield return $"-p {queue}";
        }

        if (options.Account is { } account)
        {
            yield return $"-A {account}";
        }

        yield return "-n 1";
        yield return "-N 1";
        yield return $"--cpus-per-task={options.Number("job_cpu") ?? options.Cores}";
        yield return $"--mem={options.Text("job_mem") ?? JobMemory.Slurm(options.Memory)}";
        if (options.Walltime is { } walltime)
        {
            yield return $"-t {walltime}";
        }
    }

    private static string[] OwnLogs(BatchJob job)
    {
        if (job.LogFolder is not { } folder)
        {
            return [];
        }

        var file = new StringBuilder(folder.TrimEnd('/').Replace("%", "%%", StringComparison.Ordinal))
            .Append('/').Append(job.Name).Append(job.IsArray ? "-%A_%a" : "-%j").ToString();
        return [$"{file}.err", $"{file}.out"];
    }

    /// <summary>The system's own value, which knows of extra directives; else from the option.</summary>
    private static string Deadline(BatchJob job) =>
        job.Options.Walltime is { } walltime && Walltime.Seconds(walltime, (60, 1)) is { } seconds
        && !JobScript.IsSkipped(job, $"{Prefix} -t {walltime}")
            ? $"--deadline \"${{SLURM_JOB_END_TIME:-$((parallel_start + {seconds}))}}\""
            : "${SLURM_JOB_END_TIME:+--deadline \"$SLURM_JOB_END_TIME\"}";

    private static JobState State(string word, string reason)
    {
        var words = reason.Length == 0 || reason == "None" ? word : $"{word} ({reason})";
        var phase = word switch
        {
            "PENDING" when reason.StartsWith("JobHeld", StringComparison.Ordinal)
                || reason.EndsWith("held", StringComparison.Ordinal) => JobPhase.Held,
            "PENDING" or "CONFIGURING" or "REQUEUED" or "REQUEUE_FED" or "RESV_DEL_HOLD" or "SPECIAL_EXIT" =>
                JobPhase.Pending,
            "REQUEUE_HOLD" => JobPhase.Held,
            "RUNNING" or "COMPLETING" or "SUSPENDED" or "STOPPED" or "SIGNALING" or "STAGE_OUT" or "RESIZING" =>
                JobPhase.Running,
            "COMPLETED" or "FAILED" or "TIMEOUT" or "NODE_FAIL" or "PREEMPTED" or "BOOT_FAIL" or "DEADLINE"
                or "OUT_OF_MEMORY" or "REVOKED" => JobPhase.Ended,
            _ when word.StartsWith("CANCELLED", StringComparison.Ordinal) => JobPhase.Ended,
            _ => JobPhase.Unknown,
        };
        return new JobState(phase, words, phase == JobPhase.Pending && IsFutile(reason));
    }

    // Limits "PerJob" are of the single job; the others pass when jobs end.
    private static bool IsFutile(string reason) =>
        Never.Contains(reason) || reason.EndsWith("PerJobLimit", StringComparison.Ordinal);

    [GeneratedRegex(@"(?:Submitted batch job\s+(?<id>\d+))|(?:^(?<id>\d+)(?:;\S+)?\s*$)", RegexOptions.Multiline)]
    private static partial Regex SubmittedJob();

    [GeneratedRegex(@"^(?<state>[A-Z_]+)[^|\n]*\|(?<code>\d+:\d+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Accounted();

    [GeneratedRegex(@"JobState=(?<state>\w+).*?ExitCode=(?<code>\d+:\d+)", RegexOptions.Singleline)]
    private static partial Regex Shown();
}

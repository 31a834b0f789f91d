using System.Text.RegularExpressions;

namespace ParallelCompute.Launchers.Batch;

/// <summary>LSF: <c>bsub</c>, <c>bjobs</c>, <c>bkill</c>.</summary>
internal sealed partial class LsfDialect : IBatchDialect
{
    private const string Prefix = "#BSUB";

    private static readonly string[] Busy =
    [
        "temporarily unavailable", "job threshold reached", "daemon not responding", "Failed in sending/receiving",
    ];

    public string Env => "lsf";

    public bool HasArrays => true;

    public string Script(BatchJob job) => JobScript.Render(job, Prefix, Directives(job), JobScript.Body(
        job, "\"$((LSB_JOBINDEX - 1))\"", JobScript.Deadline(job, Prefix, Directives(job), (60, 60))));

    public BatchCommand Version => new("bsub", ["-V"]);

    // Only from its input does the command read directives that are in the script.
    public BatchCommand Submit(BatchJob job, string file, string script) =>
        job.Options.Switch("use_stdin") ? new("bsub", [], script) : new("bsub", [file]);

    public IReadOnlyList<string> ReadJobIds(string output, int count) =>
        SubmittedJob().Match(output) is not { Success: true } match ? []
        : count == 1 ? [match.Groups["id"].Value]
        : [.. Enumerable.Range(1, count).Select(task => $"{match.Groups["id"].Value}[{task}]")];

    public bool IsBusy(string output) => Busy.Any(words => output.Contains(words, StringComparison.OrdinalIgnoreCase));

    public IReadOnlyList<BatchCommand> Cancel(BatchOptions options, IReadOnlyList<string> ids) => [new("bkill", ids)];

    public BatchCommand List(string user) => new(
        "bjobs",
        ["-u", user, "-a", "-noheader", "-o",
         "jobid jobindex stat exit_code job_name pend_reason delimiter='|'"]);

    public bool ListsNone(int exitCode, string output) =>
        output.Contains("No job found", StringComparison.OrdinalIgnoreCase)
        || output.Contains("No unfinished job found", StringComparison.OrdinalIgnoreCase);

    public IReadOnlyList<ListedJob> ReadList(string output) =>
    [
        .. output.Split('\n').Select(line => line.Trim().Split('|', 6))
            .Where(columns => columns.Length == 6 && columns[0].Length > 0 && columns[0].All(char.IsAsciiDigit))
            .Select(columns => new ListedJob(
                columns[1] is "0" or "-" or "" ? columns[0] : $"{columns[0]}[{columns[1]}]",
                columns[4].Split('[')[0],
                State(columns[2], columns[3], columns[5]))),
    ];

    public IReadOnlyList<BatchCommand> Explain(string id) => [new("bjobs", ["-l", id]), new("bhist", ["-l", id])];

    public JobState? ReadEnd(string id, string output)
    {
        // Long lines are broken anywhere, with blanks before the rest.
        var text = Break().Replace(output, "");
        return Ended().Match(text) is not { Success: true } end ? null : new JobState(
            JobPhase.Ended,
            end.Groups["code"].Success ? $"EXIT (exit code {end.Groups["code"].Value}{Cause(text)})"
            : end.Groups["done"].Success ? "DONE" : $"EXIT ({end.Groups["term"].Value})");
    }

    public IReadOnlyList<string> LogFiles(BatchJob job, string id)
    {
        if (JobLogs.OfUser(job) is { Count: > 0 } own)
        {
            return own;
        }

        var file = id.TrimEnd(']').Replace('[', '-');
        return JobLogs.Folder(job) is { } folder
            ? [$"{folder}/{job.Name}-{file}.err", $"{folder}/{job.Name}-{file}.out"]
            : [];
    }

    private static string Cause(string text) =>
        Term().Match(text) is { Success: true } term ? $", {term.Value}" : "";

    private static IEnumerable<string> Directives(BatchJob job)
    {
        var options = job.Options;
        yield return job.IsArray ? $"-J \"{job.Name}[1-{job.Workers.Count}]\"" : $"-J {job.Name}";
        if (JobLogs.Folder(job) is { } folder)
        {
            var file = $"{folder}/{job.Name}-{(job.IsArray ? "%J-%I" : "%J")}";
            yield return $"-e {file}.err";
            yield return $"-o {file}.out";
        }

        if (options.Queue is { } queue)
        {
            yield return $"-q {queue}";
        }

        if (options.Account is { } project)
        {
            yield return $"-P \"{project}\"";
        }

        var processors = options.Number("ncpus") ?? options.Cores;
        yield return $"-n {processors}";
        if (processors > 1)
        {
            yield return "-R \"span[hosts=1]\"";
        }

        yield return $"-M {JobMemory.Lsf(options.Size("mem") ?? options.Memory, options.Text("lsf_units") ?? "kb")}";
        if (options.Walltime is { } walltime)
        {
            yield return $"-W {walltime}";
        }
    }

    private static JobState State(string word, string code, string reason)
    {
        var phase = word switch
        {
            "PEND" or "WAIT" => JobPhase.Pending,
            "PSUSP" => JobPhase.Held,
            "RUN" or "USUSP" or "SSUSP" or "PROV" or "UNKWN" => JobPhase.Running,
            "DONE" or "EXIT" or "ZOMBI" => JobPhase.Ended,
            _ => JobPhase.Unknown,
        };
        var more = phase == JobPhase.Ended ? (code is "" or "-" ? "" : $"exit code {code}")
            : reason is "-" ? "" : reason.Trim().TrimEnd(';');
        return new JobState(phase, more.Length > 0 ? $"{word} ({more})" : word);
    }

    [GeneratedRegex(@"(?:Job\s+<(?<id>\d+)>)|(?:^\D*?(?<id>\d+))")]
    private static partial Regex SubmittedJob();

    [GeneratedRegex(@"\r?\n[ ]{5,}")]
    private static partial Regex Break();

    [GeneratedRegex(
        @"[Ee]xited with exit code (?<code>\d+)|(?<done>Done successfully)|Exited[^;\n]*?(?<term>TERM_\w+)")]
    private static partial Regex Ended();

    [GeneratedRegex(@"TERM_\w+")]
    private static partial Regex Term();
}

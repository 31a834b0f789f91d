using System.Globalization;
using System.Text.RegularExpressions;

namespace ParallelCompute.Launchers.Batch;

/// <summary>PBS Pro, OpenPBS and Torque: <c>qsub</c>, <c>qstat</c>, <c>qdel</c>.</summary>
internal partial class PbsDialect : IBatchDialect
{
    private const string Prefix = "#PBS";

    private static readonly string[] Busy =
    [
        "temporarily unavailable", "would exceed", "Maximum number of jobs already in queue",
        "cannot connect to server", "Request timed out",
    ];

    public virtual string Env => "pbs";

    public virtual bool HasArrays => true;

    public string Script(BatchJob job) => JobScript.Render(job, Prefix, Directives(job), JobScript.Body(
        job, "\"$PBS_ARRAY_INDEX\"", JobScript.Deadline(job, Prefix, Directives(job), (1, 1)),
        // The system brings its own files when a job has ended; these can be read while it runs.
        JobLogs.OfUser(job).Count > 0 ? null : job.LogFolder));

    public virtual BatchCommand Version => new("qsub", ["--version"]);

    public virtual BatchCommand Submit(BatchJob job, string file, string script) => new("qsub", [file]);

    public IReadOnlyList<string> ReadJobIds(string output, int count) =>
        SubmittedJob().Match(output) is not { Success: true } match ? []
        : count == 1 ? [match.Groups["id"].Value]
        // Without brackets it is no array: Torque and Slurm's imitation of PBS do not know of this kind.
        : !match.Groups["array"].Success ? []
        : [.. Enumerable.Range(0, count).Select(task => $"{match.Groups["id"].Value}[{task}]")];

    public bool IsBusy(string output) => Busy.Any(words => output.Contains(words, StringComparison.OrdinalIgnoreCase));

    public virtual IReadOnlyList<BatchCommand> Cancel(BatchOptions options, IReadOnlyList<string> ids) =>
        [new("qdel", ids)];

    public virtual BatchCommand List(string user) => new("qstat", ["-u", user]);

    // Only the full form tells what a job waits for, and only for given ids is it short.
    public virtual BatchCommand List(string user, IReadOnlyList<string> ids) =>
        ids.Count == 0 ? List(user) : new("qstat", ["-f", .. ids]);

    // 153: some of the ids are gone; with none left, nothing is written.
    public bool ListsNone(int exitCode, string output) =>
        exitCode == 153 || output.Contains("Unknown Job Id", StringComparison.OrdinalIgnoreCase);

    public virtual IReadOnlyList<ListedJob> ReadList(string output) =>
    [
        .. ListLine().Matches(output).Select(m => new ListedJob(
            m.Groups["id"].Value, m.Groups["name"].Value, State(m.Groups["state"].Value, "", ""))),
        .. FullJob().Matches(output).Select(m => new ListedJob(
            m.Groups["id"].Value, Attribute(m.Value, "Job_Name"),
            State(Attribute(m.Value, "job_state"), Attribute(m.Value, "comment"), Attribute(m.Value, "exit_status")))),
    ];

    public virtual IReadOnlyList<BatchCommand> Explain(string id) =>
        [new("qstat", ["-x", "-f", id]), new("qstat", ["-f", id])];

    public virtual JobState? ReadEnd(string id, string output) =>
        ReadList(output).FirstOrDefault(job => job.Id == id)?.State is { Phase: JobPhase.Ended } state ? state : null;

    public IReadOnlyList<string> LogFiles(BatchJob job, string id)
    {
        if (JobLogs.OfUser(job) is { Count: > 0 } own)
        {
            return own;
        }

        var task = int.TryParse(
            id.Split('[').ElementAtOrDefault(1)?.TrimEnd(']'), CultureInfo.InvariantCulture, out var index) ? index : 0;
        return job.LogFolder is { } folder && task < job.Workers.Count
            ? [JobScript.LogFile(folder, job.Name, job.Workers[task][0])]
            : [];
    }

    private static IEnumerable<string> Directives(BatchJob job)
    {
        var options = job.Options;
        yield return $"-N {job.Name}";
        if (options.Queue is { } queue)
        {
            yield return $"-q {queue}";
        }

        if (options.Account is { } account)
        {
            yield return $"-A {account}";
        }

        yield return "-l " + (options.Text("resource_spec")
            ?? $"select=1:ncpus={options.Cores}:mem={JobMemory.Pbs(options.Memory)}");
        if (options.Walltime is { } walltime)
        {
            yield return $"-l walltime={walltime}";
        }

        if (job.IsArray)
        {
            yield return $"-J 0-{job.Workers.Count - 1}";
        }

        if (options.LogDirectory is not null && JobLogs.Folder(job) is { } folder)
        {
            yield return $"-e {folder}/";
            yield return $"-o {folder}/";
        }
    }

    private static string Attribute(string job, string name) =>
        Regex.Match(job, $@"^\s*{name} = (?<value>.*)$", RegexOptions.Multiline | RegexOptions.IgnoreCase)
            .Groups["value"].Value.Trim();

    private static JobState State(string letter, string comment, string exitStatus)
    {
        var phase = letter switch
        {
            "Q" or "W" or "T" or "M" => JobPhase.Pending,
            "H" => JobPhase.Held,
            "R" or "E" or "S" or "U" or "B" => JobPhase.Running,
            "F" or "C" or "X" => JobPhase.Ended,
            _ => JobPhase.Unknown,
        };
        var more = phase == JobPhase.Ended ? (exitStatus.Length > 0 ? $"exit code {exitStatus}" : "") : comment;
        return new JobState(
            phase, more.Length > 0 ? $"{letter} ({more})" : letter,
            phase == JobPhase.Pending && comment.Contains("Can Never Run", StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"(?<id>\d+)(?<array>\[\])?")]
    private static partial Regex SubmittedJob();

    // The id, user, queue, name, ..., the state's letter, the time used.
    [GeneratedRegex(
        @"^(?<id>\d+(?:\[\d+\])?)(?:\.\S*)?[ \t]+\S+[ \t]+\S+[ \t]+(?<name>\S+)[ \t]" +
        @".*[ \t](?<state>[A-Z])[ \t]+\S+[ \t]*\r?$",
        RegexOptions.Multiline)]
    private static partial Regex ListLine();

    [GeneratedRegex(
        @"^Job Id:\s*(?<id>\d+(?:\[\d+\])?)(?:\.\S*)?[^\n]*\n(?:(?!Job Id:).*\n?)*", RegexOptions.Multiline)]
    private static partial Regex FullJob();
}

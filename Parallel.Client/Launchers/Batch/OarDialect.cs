using System.Text.RegularExpressions;

namespace ParallelCompute.Launchers.Batch;

/// <summary>OAR: <c>oarsub</c>, <c>oarstat</c>, <c>oardel</c>.</summary>
internal sealed partial class OarDialect : IBatchDialect
{
    private const string Prefix = "#OAR";

    public string Env => "oar";

    public bool HasArrays => true;

    public string Script(BatchJob job) => string.Join(
        '\n', [job.Options.Shebang, "", .. Lines(job).Select(d => $"{Prefix} {d}"), "", .. Body(job), ""]);

    public BatchCommand Version => new("oarsub", ["--version"]);

    // A script's file is read when the job starts, and may be gone by then: the commands go along as text.
    public BatchCommand Submit(BatchJob job, string file, string script) =>
        new("oarsub", [.. Lines(job).SelectMany(ShellWords.Split), string.Join('\n', Body(job))]);

    public IReadOnlyList<string> ReadJobIds(string output, int count) =>
        SubmittedJob().Matches(output).Select(m => m.Groups["id"].Value).ToList() is { } ids && ids.Count == count
            ? ids : [];

    public bool IsBusy(string output) =>
        output.Contains("temporarily unavailable", StringComparison.OrdinalIgnoreCase)
        || output.Contains("too many", StringComparison.OrdinalIgnoreCase);

    public IReadOnlyList<BatchCommand> Cancel(BatchOptions options, IReadOnlyList<string> ids) => [new("oardel", ids)];

    public BatchCommand List(string user) => new("oarstat", ["-f", "-u", user]);

    public IReadOnlyList<ListedJob> ReadList(string output) =>
    [
        .. FullJob().Matches(output).Select(m => new ListedJob(
            m.Groups["id"].Value, Attribute(m.Value, "name"), State(m.Value))),
    ];

    public IReadOnlyList<BatchCommand> Explain(string id) => [new("oarstat", ["-f", "-j", id])];

    public JobState? ReadEnd(string id, string output) =>
        ReadList(output).FirstOrDefault(job => job.Id == id)?.State is { Phase: JobPhase.Ended } state ? state : null;

    public IReadOnlyList<string> LogFiles(BatchJob job, string id) => JobLogs.OfUser(job) is { Count: > 0 } own ? own
        : JobLogs.Folder(job) is { } folder ? [$"{folder}/{job.Name}-{id}.err", $"{folder}/{job.Name}-{id}.out"] : [];

    private static IEnumerable<string> Body(BatchJob job) => JobScript.Body(
        job, "\"$((OAR_ARRAY_INDEX - 1))\"",
        JobScript.Deadline(job, Prefix, Directives(job), (3600, 60), "OAR_JOB_WALLTIME_SECONDS"));

    // Of several filters the last counts; and what keeps a job from too small a node is not to be skipped.
    private static IEnumerable<string> Lines(BatchJob job) =>
        Directives(job).Where(d => !JobScript.IsSkipped(job, $"{Prefix} {d}"))
            .Concat(job.Options.ExtraDirectives)
            .Concat(MemoryFilter(job) is { } filter ? [filter] : []);

    private static IEnumerable<string> Directives(BatchJob job)
    {
        var options = job.Options;
        yield return $"-n {job.Name}";
        if (JobLogs.Folder(job) is { } folder)
        {
            yield return $"-E {folder}/{job.Name}-%jobid%.err";
            yield return $"-O {folder}/{job.Name}-%jobid%.out";
        }

        if (job.IsArray)
        {
            yield return $"--array {job.Workers.Count}";
        }

        if (options.Queue is { } queue)
        {
            yield return $"-q {queue}";
        }

        if (options.Account is { } project)
        {
            yield return $"--project {project}";
        }

        // One line for all: several would be alternatives.
        yield return "-l " + (options.Text("resource_spec") ?? $"/nodes=1/core={options.Cores}") +
            (options.Walltime is { } walltime ? $",walltime={walltime}" : "");
    }

    /// <summary>The system knows no memory of jobs, only properties of nodes that a filter can ask for.</summary>
    private static string? MemoryFilter(BatchJob job)
    {
        if (job.Options.Text("memory_per_core_property_name") is not { } property || property == "not_applicable")
        {
            return null;
        }

        var filter = $"{property}>={JobMemory.Oar(job.Options.Memory, job.Options.Cores)}";
        var own = job.Options.ExtraDirectives.Select(ShellWords.Split)
            .LastOrDefault(words => words is ["-p", _])?[1];
        return $"-p '{(own is null ? filter : $"{own} AND {filter}").Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    private static string Attribute(string job, string name) =>
        Regex.Match(job, $@"^\s+{name} = (?<value>.*)$", RegexOptions.Multiline).Groups["value"].Value.Trim();

    private static JobState State(string job)
    {
        var word = Attribute(job, "state");
        var phase = word switch
        {
            "Waiting" or "toLaunch" or "toAckReservation" => JobPhase.Pending,
            "Hold" => JobPhase.Held,
            "Launching" or "Running" or "Suspended" or "Resuming" or "Finishing" or "toError" => JobPhase.Running,
            "Terminated" or "Error" => JobPhase.Ended,
            _ => JobPhase.Unknown,
        };
        var more = phase == JobPhase.Ended ? ExitCode(job) : Attribute(job, "message");
        return new JobState(phase, more.Length > 0 ? $"{word} ({more})" : word);
    }

    private static string ExitCode(string job) =>
        Attribute(job, "exit_code") is { Length: > 0 } code ? $"exit code {code}" : Attribute(job, "message");

    [GeneratedRegex(@"^OAR_JOB_ID=(?<id>\d+)", RegexOptions.Multiline)]
    private static partial Regex SubmittedJob();

    [GeneratedRegex(@"^Job_Id:\s*(?<id>\d+)[^\n]*\n(?:(?!Job_Id:).*\n?)*", RegexOptions.Multiline)]
    private static partial Regex FullJob();
}

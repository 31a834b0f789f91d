using System.Text.RegularExpressions;

namespace ParallelCompute.Launchers.Batch;

/// <summary>HTCondor: <c>condor_submit</c>, <c>condor_q</c>, <c>condor_rm</c>. Needs no shared folder.</summary>
internal sealed partial class HtcondorDialect : IBatchDialect
{
    private static readonly string[] Busy =
        ["temporarily unavailable", "MAX_JOBS", "Failed to connect to", "exceeds the maximum", "timed out"];

    public string Env => "htcondor";

    public bool HasArrays => true;

    public string Script(BatchJob job)
    {
        var own = Attributes(job).ToList();
        var skipped = job.Options.SkippedDirectives;
        if (skipped.FirstOrDefault(key => own.All(a => a.Name != key)) is { } unknown)
        {
            throw new ConfigException(
                $"Option 'job_directives_skip' names '{unknown}', which is no attribute of the job." +
                NearestName.Hint(unknown, own.Select(a => a.Name)));
        }

        string[] lines =
        [
            job.Options.Shebang, "",
            .. own.Where(a => !skipped.Contains(a.Name)).Select(a => $"{a.Name} = {a.Value}"),
            .. job.Options.ExtraAttributes.Select(a => $"{a.Key} = {a.Value}"), "",
            // The last word is the shell's $0: the job's place in the submission.
            $"Arguments = {SubmitText.Arguments("-c", Commands(job))[..^1]} $(Process)\"",
            "Executable = /bin/bash", "",
            $"Queue {job.Workers.Count}", "",
        ];
        return string.Join('\n', lines);
    }

    public BatchCommand Version => new("condor_version", []);

    public BatchCommand Submit(BatchJob job, string file, string script) =>
        new("condor_submit", [.. job.Options.List("submit_command_extra"), file]);

    public IReadOnlyList<string> ReadJobIds(string output, int count) =>
        SubmittedJob().Match(output) is not { Success: true } match ? []
        : [.. Enumerable.Range(0, count).Select(task => $"{match.Groups["id"].Value}.{task}")];

    public bool IsBusy(string output) => Busy.Any(words => output.Contains(words, StringComparison.OrdinalIgnoreCase));

    public IReadOnlyList<BatchCommand> Cancel(BatchOptions options, IReadOnlyList<string> ids) =>
        [new("condor_rm", [.. options.List("cancel_command_extra"), .. ids])];

    public BatchCommand List(string user) => new(
        "condor_q", [user, "-af:t", "ClusterId", "ProcId", "JobStatus", "JobBatchName", "HoldReason"]);

    public IReadOnlyList<ListedJob> ReadList(string output) =>
    [
        .. output.Split('\n').Select(line => line.TrimEnd('\r').Split('\t', 5))
            .Where(columns => columns.Length == 5 && columns[0].Length > 0 && columns[0].All(char.IsAsciiDigit))
            .Select(c => new ListedJob($"{c[0]}.{c[1]}", c[3], State(c[2], c[4]))),
    ];

    public IReadOnlyList<BatchCommand> Explain(string id) =>
    [
        new("condor_history",
            [id, "-limit", "1", "-af:t", "JobStatus", "ExitCode", "ExitSignal", "RemoveReason"]),
    ];

    public JobState? ReadEnd(string id, string output) =>
        output.Split('\n')[0].TrimEnd('\r').Split('\t', 4) is [var status, var code, var signal, var reason]
            && State(status, reason) is { Phase: JobPhase.Ended } state
            ? state with { Words = state.Words + HowEnded(code, signal) }
            : null;

    public IReadOnlyList<string> LogFiles(BatchJob job, string id) => job.LogFolder is { } folder
        ? [$"{folder.TrimEnd('/')}/{job.Name}-{id}.err", $"{folder.TrimEnd('/')}/{job.Name}-{id}.out"]
        : [];

    private static IEnumerable<(string Name, string Value)> Attributes(BatchJob job)
    {
        var options = job.Options;
        yield return ("batch_name", job.Name);
        if (job.LogFolder is { } folder)
        {
            var file = $"$(LogDirectory)/{job.Name}-$(Cluster)";
            yield return ("LogDirectory", SubmitText.Line(folder.TrimEnd('/')));
            yield return ("Output", $"{file}.$(Process).out");
            yield return ("Error", $"{file}.$(Process).err");
            yield return ("Log", $"{file}.log");
            yield return ("Stream_Output", "True");
            yield return ("Stream_Error", "True");
        }

        yield return ("MY.ParallelMemory", $"{options.Memory}");
        yield return ("MY.ParallelDisk", $"{options.Size("disk")}");
        yield return ("RequestCpus", $"{options.Cores}");
        yield return ("RequestMemory", "floor(MY.ParallelMemory / 1048576)");
        yield return ("RequestDisk", "floor(MY.ParallelDisk / 1024)");
        if (Seconds(job) is { } seconds)
        {
            yield return ("allowed_execute_duration", $"{seconds}");
        }

        yield return ("should_transfer_files", "YES");
        yield return ("transfer_input_files", string.Join(", ", Sent(job).Select(SubmitText.File)));
        // Nothing comes back but the output, which is streamed.
        yield return ("transfer_output_files", "\"\"");
    }

    private static IEnumerable<string> Sent(BatchJob job) =>
        job.Transfer.Append(job.Credentials).Concat(job.VariablesFile is { } file ? [file] : []);

    private static string Commands(BatchJob job)
    {
        // Where the job runs, what was sent lies in its own folder.
        var here = job with
        {
            Silo = [.. job.Silo.Select(word => Local(job, word))],
            Credentials = Path.GetFileName(job.Credentials),
            VariablesFile = job.VariablesFile is { } file ? $"./{Path.GetFileName(file)}" : null,
        };
        // A node may have given it the permissions of its own files, with which no worker would take it.
        var first = $"chmod 600 {ShellText.Quote(here.Credentials)}";
        var deadline = Seconds(job) is { } seconds ? $"--deadline \"$((parallel_start + {seconds}))\"" : null;
        return string.Join("; ", JobScript.Body(here, "\"$0\"", deadline).Select(SubmitText.Command).Prepend(first));
    }

    private static string Local(BatchJob job, string word)
    {
        foreach (var folder in job.Transfer.Select(f => f.TrimEnd('/')))
        {
            if (word == folder || word.StartsWith(folder + "/", StringComparison.Ordinal))
            {
                return Path.GetFileName(folder) + word[folder.Length..];
            }
        }

        return word;
    }

    private static long? Seconds(BatchJob job) =>
        job.Options.Walltime is { } walltime ? Walltime.Seconds(walltime, (1, 60)) : null;

    private static string HowEnded(string code, string signal) =>
        IsSet(code) ? $", exit code {code}" : IsSet(signal) ? $", signal {signal}" : "";

    private static bool IsSet(string value) => value.Trim() is not ("" or "undefined");

    private static JobState State(string status, string reason)
    {
        var (phase, word) = status.Trim() switch
        {
            "1" => (JobPhase.Pending, "idle"),
            "2" or "6" => (JobPhase.Running, "running"),
            "3" => (JobPhase.Ended, "removed"),
            "4" => (JobPhase.Ended, "completed"),
            "5" => (JobPhase.Held, "held"),
            "7" => (JobPhase.Running, "suspended"),
            _ => (JobPhase.Unknown, status),
        };
        return new JobState(phase, IsSet(reason) ? $"{word} ({reason.Trim()})" : word);
    }

    [GeneratedRegex(@"submitted to cluster (?<id>\d+)")]
    private static partial Regex SubmittedJob();
}

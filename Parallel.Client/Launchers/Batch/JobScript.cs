using System.Globalization;

namespace ParallelCompute.Launchers.Batch;

/// <summary>What all job scripts that a shell runs have in common.</summary>
internal static class JobScript
{
    /// <summary>Shebang, directives, prologue, workers, epilogue.</summary>
    /// <param name="job">What to run.</param>
    /// <param name="prefix">What the system's directives begin with.</param>
    /// <param name="directives">The system's own, without the user's extra ones.</param>
    /// <param name="body">See <see cref="Body"/>.</param>
    public static string Render(
        BatchJob job, string prefix, IEnumerable<string> directives, IEnumerable<string> body) => string.Join(
        '\n', [job.Options.Shebang, "", .. Lines(job, prefix, directives), "", .. body, ""]);

    private static IEnumerable<string> Lines(BatchJob job, string prefix, IEnumerable<string> directives) =>
        directives.Select(d => $"{prefix} {d}").Where(line => !IsSkipped(job, line))
            .Concat(job.Options.ExtraDirectives.Select(d => $"{prefix} {d}"));

    /// <summary>Whether the user does not want this line.</summary>
    public static bool IsSkipped(BatchJob job, string line) =>
        job.Options.SkippedDirectives.Any(skip => line.Contains(skip, StringComparison.Ordinal));

    /// <summary>Words that tell the guard when the job's time is over; null where nobody knows.</summary>
    /// <param name="job">The job.</param>
    /// <param name="prefix">What the system's directives begin with.</param>
    /// <param name="directives">The system's own; where the one with the walltime is skipped, another may rule.</param>
    /// <param name="units">Seconds in a number that stands alone, and in the last of two.</param>
    /// <param name="variable">A variable of the job with the seconds that it has; null: there is none.</param>
    public static string? Deadline(
        BatchJob job, string prefix, IEnumerable<string> directives, (int Alone, int Last) units,
        string? variable = null)
    {
        if (job.Options.Walltime is not { } walltime || Walltime.Seconds(walltime, units) is not { } seconds
            || !directives.Any(d => d.EndsWith(walltime, StringComparison.Ordinal)
                && d.StartsWith("-l", StringComparison.Ordinal) | d.StartsWith("-W", StringComparison.Ordinal)
                && !IsSkipped(job, $"{prefix} {d}")))
        {
            return null;
        }

        var length = variable is null ? $"{seconds}" : $"${{{variable}:-{seconds}}}";
        return $"--deadline \"$((parallel_start + {length}))\"";
    }

    /// <summary>Where <see cref="Body"/> writes the output of a job.</summary>
    public static string LogFile(string folder, string job, string worker) =>
        $"{folder.TrimEnd('/')}/{job}-{worker}.log";

    /// <summary>The commands of the job.</summary>
    /// <param name="job">What to run.</param>
    /// <param name="taskIndex">A shell word: the place of a job in its array, from 0.</param>
    /// <param name="deadline">Shell words for the guard; null: none.</param>
    /// <param name="logFolder">Where the commands write their output; null: where the system puts it.</param>
    public static IEnumerable<string> Body(BatchJob job, string taskIndex, string? deadline, string? logFolder = null)
    {
        var options = job.Options;
        if (deadline is not null)
        {
            // Before the prologue, which may take minutes of the job's time.
            yield return "parallel_start=$(date +%s)";
        }

        if (job.IsArray)
        {
            yield return $"set -- {ShellText.Join(job.Workers.Select(ids => string.Join(',', ids)))}";
            yield return $"shift {taskIndex}";
            yield return "parallel_workers=$1";
        }

        if (logFolder is not null)
        {
            var worker = job.IsArray ? "\"${parallel_workers%%,*}\"" : ShellText.Quote(job.Workers[0][0]);
            yield return $"parallel_log={ShellText.Quote($"{logFolder.TrimEnd('/')}/{job.Name}-")}{worker}.log";
            // A folder that is not there must not end the job, as it would without the inner shell.
            yield return "if ( : >>\"$parallel_log\" ) 2>/dev/null; then exec >>\"$parallel_log\" 2>&1; fi";
        }

        foreach (var line in options.Prologue)
        {
            yield return line;
        }

        if (job.VariablesFile is { } file)
        {
            yield return $". {ShellText.Quote(file)}";
        }

        var command = Command(job, deadline);
        if (options.Epilogue.Count == 0)
        {
            // The guard takes the shell's place, so that it gets the system's signals itself.
            yield return $"exec {command}";
            yield break;
        }

        // A shell that has a handler waits for the guard's end before it runs it; without one, it would die at once.
        yield return "trap : TERM INT";
        yield return command;
        yield return "parallel_status=$?";
        foreach (var line in options.Epilogue)
        {
            yield return line;
        }

        yield return "exit $parallel_status";
    }

    private static string Command(BatchJob job, string? deadline)
    {
        string[] ending =
        [
            .. job.MemoryLimit is { } bytes ? new[] { "--memory-limit", Number(bytes) } : [],
            .. job.Grace is { } grace ? new[] { "--grace", Number(grace.TotalSeconds) } : [],
            .. job.Nanny ? Array.Empty<string>() : ["--no-nanny"],
        ];
        string[] program =
            [.. job.Options.SiloCommand?.Select(ShellText.Expandable) ?? job.Silo.Select(ShellText.Quote)];
        if (job.Examination is { } words)
        {
            return string.Join(' ', [
                .. program, .. words.Select(ShellText.Quote), "--credentials", ShellText.Quote(job.Credentials)]);
        }

        string[] parts =
        [
            .. program,
            "guard", job.IsArray ? "\"$parallel_workers\"" : ShellText.Quote(string.Join(',', job.Workers[0])),
            Number(job.Slots), "--credentials", ShellText.Quote(job.Credentials),
            .. deadline is null ? Array.Empty<string>() : [deadline],
            .. ending,
            .. job.Options.WorkerArguments.Select(ShellText.Expandable),
        ];
        return string.Join(' ', parts);
    }

    private static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace ParallelCompute.Launchers.Batch;

/// <summary>What all job scripts that a shell runs have in common.</summary>
internal static class JobScript
{
    /// <summary>Shebang, directives, prologue, workers, epilogue.</summary>
    /// <param name="job">What to run.</param>
    /// <param name="prefix">What the system's directives begin with.</param>
    /// <param name="directives">The system's own, without the user's extra ones.</param>
    /// <param name="taskIndex">A shell expression: the place of a job in its array, from 0.</param>
    /// <param name="deadline">Shell words that tell the guard when the job's time is over; null: nobody knows.</param>
    public static string Render(
        BatchJob job, string prefix, IEnumerable<string> directives, string taskIndex, string? deadline)
    {
        var options = job.Options;
        var own = directives.Select(d => $"{prefix} {d}").Where(line => !IsSkipped(job, line));
        string[] lines =
        [
            options.Shebang, "",
            .. own, .. options.ExtraDirectives.Select(d => $"{prefix} {d}"), "",
            .. Body(job, taskIndex, deadline), "",
        ];
        return string.Join('\n', lines);
    }

    /// <summary>Whether the user does not want this line.</summary>
    public static bool IsSkipped(BatchJob job, string line) =>
        job.Options.SkippedDirectives.Any(skip => line.Contains(skip, StringComparison.Ordinal));

    /// <summary>The commands of the job.</summary>
    public static IEnumerable<string> Body(BatchJob job, string taskIndex, string? deadline)
    {
        var options = job.Options;
        if (deadline is not null)
        {
            // Before the prologue, which may take minutes of the job's time.
            yield return "parallel_start=$(date +%s)";
        }

        foreach (var line in options.Prologue)
        {
            yield return line;
        }

        if (job.VariablesFile is { } file)
        {
            yield return $". {ShellText.Quote(file)}";
        }

        if (job.IsArray)
        {
            yield return $"set -- {ShellText.Join(job.Workers.Select(ids => string.Join(',', ids)))}";
            yield return $"shift {taskIndex}";
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
        string[] parts =
        [
            .. (job.Options.SiloCommand ?? job.Silo).Select(ShellText.Expandable),
            "guard", job.IsArray ? "\"$1\"" : ShellText.Quote(string.Join(',', job.Workers[0])), Number(job.Slots),
            "--credentials", ShellText.Quote(job.Credentials),
            .. deadline is null ? Array.Empty<string>() : [deadline],
            .. ending,
            .. job.Options.WorkerArguments.Select(ShellText.Expandable),
        ];
        return string.Join(' ', parts);
    }

    private static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}

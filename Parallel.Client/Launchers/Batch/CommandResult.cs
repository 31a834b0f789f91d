namespace ParallelCompute.Launchers.Batch;

/// <summary>What a command of a batch system answered.</summary>
/// <param name="Command">The command, for messages.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record CommandResult(string Command, int ExitCode, string Output, string Error)
{
    /// <summary>What it said, on one line.</summary>
    public string Words => string.Join(' ', $"{Error} {Output}".Split('\n', StringSplitOptions.TrimEntries)).Trim();

    /// <summary>As a person would want to see it: command, exit code and both streams.</summary>
    public LaunchException Failure(string what, string advice) => new(
        $"{what}: `{Command}` ended with exit code {ExitCode}.{Stream("Its output", Output)}" +
        $"{Stream("Its error output", Error)}\n{advice}")
    {
        Command = Command, ExitCode = ExitCode, Output = $"{Output}{Error}",
    };

    private static string Stream(string name, string text) =>
        string.IsNullOrWhiteSpace(text) ? "" : $"\n{name}: {text.Trim()}";
}

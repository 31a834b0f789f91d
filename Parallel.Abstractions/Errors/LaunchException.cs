namespace ParallelCompute;

/// <summary>
/// Workers could not be started: the command is missing, refused, or its processes died before they joined.
/// </summary>
public sealed class LaunchException : ParallelException
{
    /// <summary>Creates the error.</summary>
    public LaunchException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    public LaunchException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The command that was run, where there was one.</summary>
    public string? Command { get; init; }

    /// <summary>Its exit code, where it ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What it wrote, or the last lines of the worker's output.</summary>
    public string? Output { get; init; }
}

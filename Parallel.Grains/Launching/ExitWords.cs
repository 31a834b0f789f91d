namespace ParallelCompute.Launching;

/// <summary>
/// What a silo says on standard error when it ends by itself: its guard cannot tell that by the exit code.
/// </summary>
public static class ExitWords
{
    private const string Calling = "parallel-silo: user code called Environment.Exit";
    private const string Ending = "parallel-silo: the worker ends: ";

    /// <summary>The line for a call of <see cref="Environment.Exit"/>.</summary>
    /// <param name="code">The exit code that it asked for.</param>
    public static string OfCall(int code) => FormattableString.Invariant($"{Calling}({code})");

    /// <summary>The line for an end of the silo's own choice.</summary>
    /// <param name="reason">Why it ends.</param>
    public static string OfEnd(string reason) => Ending + reason;

    /// <summary>Whether the line is of the silo's own choice, and then why it ends.</summary>
    /// <param name="line">A line of standard error.</param>
    /// <param name="reason">Why it ends.</param>
    public static bool IsEnd(string line, out string reason)
    {
        ArgumentNullException.ThrowIfNull(line);
        var at = line.IndexOf(Ending, StringComparison.Ordinal);
        reason = at < 0 ? "" : line[(at + Ending.Length)..];
        return at >= 0;
    }
}

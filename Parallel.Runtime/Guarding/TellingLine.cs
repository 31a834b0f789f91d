using ParallelCompute.Launching;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>Lines by which the .NET runtime, or the silo itself, tells on standard error why a process ends.</summary>
internal static class TellingLine
{
    public const string StackOverflow = "Stack overflow.";
    public const string Unhandled = "Unhandled exception. ";
    public const string Terminated = "Process terminated.";
    public const string Fatal = "Fatal error.";
    public const string OutOfMemory = "Out of memory.";

    private static readonly string[] Beginnings =
        [StackOverflow, Unhandled, Terminated, Fatal, OutOfMemory, ExitWords.OfCall(0)[..^3], ExitWords.OfEnd("")];

    /// <summary>The part of the line that tells; null where none does.</summary>
    /// <remarks>What user code wrote before, without ending its line, is in front of it.</remarks>
    public static string? Find(string line)
    {
        foreach (var beginning in Beginnings)
        {
            if (line.IndexOf(beginning, StringComparison.Ordinal) is >= 0 and var at)
            {
                return line[at..];
            }
        }

        return null;
    }
}

using System.Globalization;

namespace ParallelCompute.Launching;

/// <summary>What a guard says to its silo on standard input, behind the join ticket.</summary>
public static class GuardWords
{
    private const string Leaving = "leave ";

    /// <summary>The line that has a silo leave its cluster.</summary>
    /// <param name="within">When it is to be gone.</param>
    public static string Leave(TimeSpan within) =>
        string.Create(CultureInfo.InvariantCulture, $"{Leaving}{(long)within.TotalMilliseconds}");

    /// <summary>Whether the line has the silo leave, and then when it is to be gone.</summary>
    /// <param name="line">A line of standard input.</param>
    /// <param name="within">When it is to be gone.</param>
    public static bool IsLeave(string line, out TimeSpan within)
    {
        ArgumentNullException.ThrowIfNull(line);
        within = default;
        if (!line.StartsWith(Leaving, StringComparison.Ordinal) || !int.TryParse(
            line.AsSpan(Leaving.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return false;
        }

        within = TimeSpan.FromMilliseconds(milliseconds);
        return true;
    }
}

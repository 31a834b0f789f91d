namespace ParallelCompute;

/// <summary>Finds the name that somebody who wrote an unknown one most likely meant.</summary>
public static class NearestName
{
    private const int MaxDistance = 3;

    /// <summary>The known name closest to <paramref name="name"/>, ignoring case.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="known">What could have been meant; of equally close names the first wins.</param>
    /// <returns>Null when none is close: at most one edit for every three characters, and three at most.</returns>
    public static string? Find(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var candidate in known)
        {
            var limit = Math.Min(MaxDistance, Math.Max(name.Length, candidate.Length) / 3);
            // Lengths alone rule out most names, also absurdly long ones that would take forever to compare.
            if (Math.Abs(name.Length - candidate.Length) > limit)
            {
                continue;
            }

            var distance = Distance(name, candidate);
            if (distance <= limit && distance < least)
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>A sentence to append to an error: <c>" Did you mean 'x'?"</c>, or nothing.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="known">What could have been meant.</param>
    public static string Hint(string name, IEnumerable<string> known) =>
        Find(name, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    // Damerau-Levenshtein: insertions, deletions, replacements and swaps of neighbors, three rows at a time.
    private static int Distance(string left, string right)
    {
        var (beforeLast, last, row) = (new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]);
        for (var j = 0; j <= right.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = last[j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}

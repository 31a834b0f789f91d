using System.Globalization;

namespace ParallelCompute.Launchers.Batch;

/// <summary>The option <c>walltime</c>: in the notation of the system.</summary>
internal static class Walltime
{
    /// <summary>In seconds.</summary>
    /// <param name="walltime">What was written.</param>
    /// <param name="units">Seconds in a number that stands alone, and in the last of two.</param>
    /// <returns>Null for what is no duration.</returns>
    public static long? Seconds(string walltime, (int Alone, int Last) units)
    {
        var (days, clock) = walltime.Split('-') switch
        {
            [var only] => (0L, only),
            [var d, var rest] when long.TryParse(d, CultureInfo.InvariantCulture, out var number) => (number, rest),
            _ => (0L, ""),
        };
        var parts = clock.Split(':');
        if (parts is [var first, _, _, _]
            && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var more))
        {
            (days, parts) = (days + more, parts[1..]);
        }

        // Behind days with a dash, the first number is hours.
        var unit = (parts.Length, walltime.Contains('-')) switch
        {
            (1, false) => units.Alone,
            (2, false) => units.Last,
            (1, true) => 3600,
            (2, true) => 60,
            _ => 1,
        };
        var seconds = 0.0;
        foreach (var part in parts)
        {
            if (!double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            seconds = (seconds * 60) + number;
        }

        return (long)((days * 86_400) + (seconds * unit));
    }
}

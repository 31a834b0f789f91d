using System.Globalization;

namespace ParallelCompute.Launchers.Batch;

/// <summary>The option <c>walltime</c>: in the notation of the system.</summary>
internal static class Walltime
{
    /// <summary>In seconds.</summary>
    /// <param name="walltime">What was written.</param>
    /// <param name="lonely">Seconds in the unit of a number that stands alone.</param>
    /// <param name="last">Seconds in the unit behind the last colon.</param>
    /// <returns>Null for what is no duration.</returns>
    public static long? Seconds(string walltime, int lonely, int last = 1)
    {
        var (days, clock) = walltime.Split('-') switch
        {
            [var only] => (0L, only),
            [var d, var rest] when long.TryParse(d, CultureInfo.InvariantCulture, out var number) => (number, rest),
            _ => (0L, ""),
        };
        var parts = clock.Split(':');
        // Behind days, the first number is hours.
        var unit = walltime.Contains('-') ? 3600.0 / Math.Pow(60, parts.Length - 1)
            : parts.Length == 1 ? lonely : last;
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

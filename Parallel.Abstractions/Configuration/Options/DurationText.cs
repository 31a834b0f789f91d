using System.Globalization;

namespace ParallelCompute.Configuration;

/// <summary>Durations as cluster systems and people write them.</summary>
internal static class DurationText
{
    /// <summary>Timers of the runtime end a little below 25 days.</summary>
    internal static readonly TimeSpan Most = TimeSpan.FromDays(24);

    /// <summary>The resolution of timers and of the messages that carry durations.</summary>
    internal static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    /// <summary>Reads seconds, a text or a <see cref="TimeSpan"/>.</summary>
    /// <returns>Null when it is no duration, is negative or exceeds <see cref="Most"/>.</returns>
    internal static TimeSpan? Read(object written) => written switch
    {
        TimeSpan time => InRange(time) ? time : null,
        byte or short or ushort or int or uint or long or float or double or decimal =>
            FromSeconds(Convert.ToDouble(written, CultureInfo.InvariantCulture)),
        string text when text.Contains(':') || text.IndexOf('-') > 0 => Clock(text.Trim()),
        string text => WithUnit(text.Trim()),
        _ => null,
    };

    private static bool InRange(TimeSpan time) => time >= TimeSpan.Zero && time <= Most;

    // The comparison is made before the conversion, which overflows; it also refuses NaN.
    private static TimeSpan? FromSeconds(double seconds) =>
        seconds >= 0 && seconds <= Most.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;

    private static TimeSpan? WithUnit(string text)
    {
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var seconds = text[end..].Trim().ToUpperInvariant() switch
        {
            "MS" or "MILLISECOND" or "MILLISECONDS" => 0.001,
            "" or "S" or "SEC" or "SECS" or "SECOND" or "SECONDS" => 1,
            "M" or "MIN" or "MINS" or "MINUTE" or "MINUTES" => 60,
            "H" or "HR" or "HRS" or "HOUR" or "HOURS" => 3600,
            "D" or "DAY" or "DAYS" => 86_400,
            _ => double.NaN,
        };
        return Number(text[..end]) is { } count ? FromSeconds(count * seconds) : null;
    }

    // [days-]hours:minutes:seconds, minutes:seconds, days-hours, days-hours:minutes: as in Slurm's --time.
    private static TimeSpan? Clock(string text)
    {
        var dash = text.IndexOf('-');
        var days = dash < 0 ? 0 : Whole(text[..dash]);
        var parts = text[(dash + 1)..].Split(':');
        var (hours, minutes, seconds) = (parts, dash) switch
        {
            ([var h, var m, var s], _) => (h, m, s),
            ([var m, var s], < 0) => ("0", m, s),
            ([var h, var m], _) => (h, m, "0"),
            ([var h], >= 0) => (h, "0", "0"),
            _ => ("", "", ""),
        };
        return days is { } d && Whole(hours) is { } hh && Whole(minutes) is { } mm && Number(seconds) is { } ss
               && (dash < 0 || hh < 24) && (mm < 60 || (dash < 0 && parts.Length == 2)) && ss < 60
            ? FromSeconds((((((d * 24.0) + hh) * 60) + mm) * 60) + ss)
            : null;
    }

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

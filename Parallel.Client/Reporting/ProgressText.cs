using System.Globalization;

namespace ParallelCompute.Reporting;

/// <summary>Progress as people read it.</summary>
internal static class ProgressText
{
    /// <summary>As in <c>1,200 of 5,000 items (24 %), 310/s, 00:00:12 left, 4 workers</c>.</summary>
    public static string Of(RunProgress progress)
    {
        var text = new List<string> { Items(progress), Rate(progress.ItemsPerSecond) };
        if (progress.Remaining is { } remaining && progress.Done != progress.Total)
        {
            text.Add($"{Clock(remaining)} left");
        }

        if (progress.Done == progress.Total)
        {
            text.Add($"took {Clock(progress.Elapsed)}");
        }

        if (progress.Failed > 0)
        {
            text.Add($"{Number(progress.Failed)} failed");
        }

        text.Add(progress.WorkersUp == 1 ? "1 worker" : $"{Number(progress.WorkersUp)} workers");
        return string.Join(", ", text);
    }

    private static string Items(RunProgress progress) => progress.Total is { } total
        ? $"{Number(progress.Done)} of {Number(total)} items ({(total == 0 ? 100 : progress.Done * 100 / total)} %)"
        : $"{Number(progress.Done)} items";

    private static string Rate(double rate) =>
        rate.ToString(rate < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture) + "/s";

    private static string Clock(TimeSpan time) =>
        time.ToString(time.Days > 0 ? @"d\-hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

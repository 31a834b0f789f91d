using System.Globalization;
using System.Text.Json.Nodes;

namespace ParallelCompute.Cli.Bench;

/// <summary>What the figures must reach, and which fall short by so much that something must be broken.</summary>
internal static class Bars
{
    /// <summary>How far from its bar a figure may be on a busy machine.</summary>
    private const double Margin = 2;

    /// <summary>By figure: the bar, as ratio to the floor where there is one, and whether less is better.</summary>
    private static readonly (string Key, bool IsRatio, double Bar, bool IsMost)[] s_all =
    [
        ("start_ms", true, 5, true),
        ("stop_ms", false, 100, true),
        ("worker_rss_mb", false, 55, true),
        ("submit_p50_us", true, 1.5, true),
        ("map_items_per_s", true, 0.5, false),
        ("for_items_per_s", true, 0.5, false),
        ("payload_mb_per_s", true, 0.4, false),
        ("value_first_use_ms", false, 30, true),
        ("value_arrays_mb_per_s", true, 0.6, false),
        ("value_records_per_s", true, 0.25, false),
        ("value_strings_per_s", true, 0.4, false),
        ("balance", false, 0.95, false),
    ];

    /// <summary>The figures that miss their bar by more than the margin, by name, each told in words.</summary>
    public static Dictionary<string, string> FellShort(JsonObject result)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, isRatio, bar, isMost) in s_all)
        {
            // A figure that cannot be had on this machine has no ratio either.
            if ((isRatio ? result["ratios"]?[key] : result[key])?.GetValue<double>() is { } value &&
                (isMost ? value > bar * Margin : value < bar / Margin))
            {
                found[key] = string.Create(CultureInfo.InvariantCulture,
                    $"{key} is {value}{(isRatio ? " of its floor" : "")}; {bar} at {(isMost ? "most" : "least")} is " +
                    $"its bar, and {Margin} times off the limit");
            }
        }

        return found;
    }
}

using System.Globalization;

namespace ParallelCompute.Launchers.Batch;

/// <summary>Bytes in the notations of the batch systems: rounded up, lest a job gets less than was asked for.</summary>
internal static class JobMemory
{
    private const string Units = "KMGTPEZ";

    /// <summary>A whole number with a unit of powers of 1024 as soon as there is one of it.</summary>
    public static string Slurm(long bytes) => bytes switch
    {
        >= 1L << 30 => Text(bytes, 1L << 30, "G"),
        >= 1L << 20 => Text(bytes, 1L << 20, "M"),
        >= 1 => Text(bytes, 1L << 10, "K"),
        _ => "1K",
    };

    /// <summary>A whole number with a unit of powers of 1024 as soon as there are ten of it.</summary>
    public static string Pbs(long bytes) => bytes switch
    {
        >= 10L << 30 => Text(bytes, 1L << 30, "GB"),
        >= 10L << 20 => Text(bytes, 1L << 20, "MB"),
        >= 10L << 10 => Text(bytes, 1L << 10, "kB"),
        _ => Text(bytes, 1, "B"),
    };

    /// <summary>A bare number of the cluster's unit, of which only the first letter counts.</summary>
    public static string Lsf(long bytes, string unit)
    {
        var power = Math.Max(0, Units.IndexOf(char.ToUpperInvariant(unit[0]), StringComparison.Ordinal)) + 1;
        var size = (decimal)Math.Pow(1000, power);
        return decimal.Ceiling(bytes / size).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>MiB for each core.</summary>
    public static long Oar(long bytes, int cores) => Ceiling(bytes, cores * (1L << 20));

    private static string Text(long bytes, long unit, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{Ceiling(bytes, unit)}{name}");

    private static long Ceiling(long bytes, long unit) => (bytes / unit) + (bytes % unit > 0 ? 1 : 0);
}

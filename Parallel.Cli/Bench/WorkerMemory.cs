using System.Globalization;

namespace ParallelCompute.Cli.Bench;

/// <summary>Resident memory of the silos that this process has started.</summary>
internal static class WorkerMemory
{
    /// <summary>Megabytes of the largest; null where there is no <c>/proc</c> or no silo on this machine.</summary>
    public static double? Measure()
    {
        var sizes = Directory.Exists("/proc")
            ? Directory.GetDirectories("/proc").Select(SiloKilobytes).Where(k => k is not null).ToArray()
            : [];
        return sizes.Max() * 1024 / 1e6;
    }

    private static double? SiloKilobytes(string folder)
    {
        try
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _) ||
                Status(folder, "PPid:") != Environment.ProcessId ||
                !File.ReadAllText(Path.Combine(folder, "cmdline")).Contains("parallel-silo", StringComparison.Ordinal))
            {
                return null;
            }

            return Status(folder, "VmRSS:");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It has ended meanwhile, or belongs to somebody else.
        }
    }

    /// <summary>The number in a line such as <c>VmRSS:     38912 kB</c>.</summary>
    private static double? Status(string folder, string key)
    {
        var line = File.ReadLines(Path.Combine(folder, "status"))
            .FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal));
        var words = line?.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        return words is [_, var number, ..] ? double.Parse(number, CultureInfo.InvariantCulture) : null;
    }
}

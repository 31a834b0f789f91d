using System.Globalization;
using System.Text.Json.Nodes;

namespace ParallelCompute.Cli.Bench;

/// <summary>Under which conditions figures were taken.</summary>
internal static class Machine
{
    private const string LoadFile = "/proc/loadavg";

    public static JsonObject Describe() => new()
    {
        ["processors"] = (double)Environment.ProcessorCount,
        ["load_average"] = LoadAverage(),
    };

    /// <summary>Processes that wanted to run, over the last minute; null where the system does not tell.</summary>
    private static double? LoadAverage() => File.Exists(LoadFile)
        ? double.Parse(File.ReadAllText(LoadFile).Split(' ')[0], CultureInfo.InvariantCulture)
        : null;
}

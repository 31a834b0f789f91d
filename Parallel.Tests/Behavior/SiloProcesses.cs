using System.Globalization;
using System.Text;

namespace ParallelCompute.Tests.Behavior;

/// <summary>The silo processes of this machine, as the kernel shows them.</summary>
internal static class SiloProcesses
{
    private const string Variable = "PARALLEL_TEST_CLUSTER";

    /// <summary>The same configuration with a mark that its silos can be found by.</summary>
    public static ParallelConfig Marked(ParallelConfig config, string mark)
    {
        var marked = config.Clone();
        var variables = new Dictionary<string, object?> { [Variable] = mark };
        if (config.Options.TryGetValue("environment", out var given))
        {
            foreach (var (name, value) in (IDictionary<string, object?>)given!)
            {
                variables[name] = value;
            }
        }

        marked.Options["environment"] = variables;
        return marked;
    }

    /// <summary>The live silos that carry the mark.</summary>
    public static IReadOnlyList<(int Id, string Worker)> Of(string mark) =>
        [.. from folder in Directory.GetDirectories("/proc")
            let id = Path.GetFileName(folder)
            where char.IsAsciiDigit(id[0]) && Read(id, "environ").Contains($"{Variable}={mark}")
            let line = Read(id, "cmdline")
            let role = Array.IndexOf(line, "worker")
            where role > 0 && Path.GetFileName(line[role - 1]) == "parallel-silo.dll"
            select (int.Parse(id, CultureInfo.InvariantCulture), line[role + 1])];

    /// <summary>The strings of a process's <c>cmdline</c> or <c>environ</c>; none where it has ended.</summary>
    public static string[] Read(string id, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/{file}"))
                .Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

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
        [.. from process in AllOf(mark)
            let role = Array.IndexOf(process.Line, "worker")
            where role > 0 && Path.GetFileName(process.Line[role - 1]) == "parallel-silo.dll"
            select (process.Id, process.Line[role + 1])];

    /// <summary>The live processes that carry the mark, also children of silos, with their command lines.</summary>
    public static IEnumerable<(int Id, string[] Line)> AllOf(string mark) =>
        from folder in Directory.GetDirectories("/proc")
        let id = Path.GetFileName(folder)
        where char.IsAsciiDigit(id[0]) && Read(id, "environ").Contains($"{Variable}={mark}")
        select (int.Parse(id, CultureInfo.InvariantCulture), Read(id, "cmdline"));

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

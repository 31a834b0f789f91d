using System.Globalization;
using System.Text;

namespace ParallelCompute.Cli.Bench;

/// <summary>The silos that this process has started, as the kernel shows them.</summary>
internal static class ChildSilos
{
    /// <summary>Those that are there now; none where there is no <c>/proc</c> or no silo on this machine.</summary>
    public static IReadOnlyList<(int Id, string Worker)> Find() => Directory.Exists("/proc")
        ? [.. Directory.GetDirectories("/proc").Select(Of).Where(s => s.Worker.Length > 0)] : [];

    private static (int Id, string Worker) Of(string folder)
    {
        try
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) &&
                ProcessFigures.Status(id, "PPid:") == Environment.ProcessId &&
                Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "cmdline"))).Split('\0')
                    is [_, var assembly, "worker", var worker, ..] &&
                Path.GetFileName(assembly) == "parallel-silo.dll")
            {
                return (id, worker);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or belongs to somebody else.
        }

        return (0, "");
    }
}

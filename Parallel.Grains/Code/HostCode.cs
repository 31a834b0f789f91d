using System.Reflection;
using System.Runtime.Loader;

namespace ParallelCompute.Code;

/// <summary>The assemblies that every client shares with its worker: the contracts and the shared framework.</summary>
internal static class HostCode
{
    private static readonly HashSet<string> s_names = new(FrameworkNames(), StringComparer.OrdinalIgnoreCase)
    {
        "Parallel.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
    };

    public static bool Holds(string assembly) => s_names.Contains(assembly);

    public static Assembly Load(string assembly) =>
        AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(assembly));

    private static IEnumerable<string> FrameworkNames()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location);
        return ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(p => Path.GetDirectoryName(p) == folder)
            .Select(p => Path.GetFileNameWithoutExtension(p));
    }
}

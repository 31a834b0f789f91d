using System.Reflection;
using System.Runtime.Loader;

namespace ParallelCompute.Code;

/// <summary>The assemblies of the worker's own program, and which of them are for its clients too.</summary>
internal static class HostCode
{
    /// <summary>Types of these pass between client code and worker: there must be one of each.</summary>
    private static readonly HashSet<string> s_contracts = new(StringComparer.OrdinalIgnoreCase)
    {
        "Parallel.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
    };

    private static readonly ILookup<bool, string> s_names = Names();

    private static readonly HashSet<string> s_runtime = new(s_names[true], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> s_others = new(s_names[false], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether client and worker share the contracts in that assembly.</summary>
    public static bool IsContract(string assembly) => s_contracts.Contains(assembly);

    /// <summary>Whether the assembly belongs to the runtime that the worker runs on.</summary>
    public static bool IsRuntime(string assembly) => s_runtime.Contains(assembly);

    /// <summary>Whether it is a part of the worker that is nobody else's business.</summary>
    public static bool IsPrivate(string assembly) => s_others.Contains(assembly) && !IsContract(assembly);

    public static Assembly Load(string assembly) =>
        AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(assembly));

    private static ILookup<bool, string> Names()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location);
        return ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .ToLookup(p => Path.GetDirectoryName(p) == runtime, p => Path.GetFileNameWithoutExtension(p));
    }
}

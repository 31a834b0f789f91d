using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Shipping;

/// <summary>Tells the shared frameworks from the user's code.</summary>
internal static class FrameworkCode
{
    private static readonly string s_core = Folder(typeof(object).Assembly.Location);
    private static readonly ConcurrentDictionary<string, bool> s_folders = new(StringComparer.Ordinal);

    private static readonly ConditionalWeakTable<Assembly, object> s_assemblies = [];

    // …/dotnet/shared/Microsoft.NETCore.App/10.0.0 -> …/dotnet/shared, which holds the other frameworks too.
    private static readonly string? s_shared = Folder(Folder(s_core)) is { Length: > 0 } shared &&
        Path.GetFileName(shared) == "shared" ? shared + Path.DirectorySeparatorChar : null;

    /// <summary>Whether the file belongs to a shared framework; never true in a self-contained program.</summary>
    public static bool Holds(string file) => s_shared is not null && s_folders.GetOrAdd(
        Folder(file), static folder => folder.StartsWith(s_shared, StringComparison.Ordinal));

    /// <summary>
    /// Whether every worker has the file: it belongs to the plain runtime, not to a framework on top of it.
    /// </summary>
    public static bool IsOnWorkers(string file) => s_shared is not null && Folder(file) == s_core;

    /// <summary>Whether the assembly is the program's own, newer copy of one that the runtime has too.</summary>
    public static bool IsNewer(string path)
    {
        var inRuntime = Path.Combine(s_core, Path.GetFileName(path));
        return Folder(path) != s_core && File.Exists(inRuntime) && Version(path) > Version(inRuntime);
    }

    public static bool Contains(Type type) => Contains(type.Assembly);

    public static bool Contains(Assembly assembly) =>
        assembly == typeof(object).Assembly || (bool)s_assemblies.GetValue(assembly, static a => IsFramework(a));

    private static bool IsFramework(Assembly assembly)
    {
        if (assembly.IsDynamic)
        {
            return false;
        }

        // A self-contained program keeps the framework among its own files; only the name tells them apart.
        return s_shared is not null ? Holds(assembly.Location)
            : assembly.GetName().Name is { } name &&
              (name is "System" or "mscorlib" or "netstandard" ||
               name.StartsWith("System.", StringComparison.Ordinal) ||
               name.StartsWith("Microsoft.", StringComparison.Ordinal));
    }

    private static Version? Version(string path)
    {
        try
        {
            return AssemblyName.GetAssemblyName(path).Version;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            // It cannot be loaded here either.
            return null;
        }
    }

    private static string Folder(string path) => Path.GetDirectoryName(path) ?? "";
}

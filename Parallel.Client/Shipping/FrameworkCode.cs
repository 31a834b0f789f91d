using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Shipping;

/// <summary>Tells the shared framework, which every worker has, from the code that must be brought.</summary>
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

    private static string Folder(string path) => Path.GetDirectoryName(path) ?? "";
}

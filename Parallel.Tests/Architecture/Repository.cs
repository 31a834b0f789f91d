namespace ParallelCompute.Tests.Architecture;

/// <summary>Where the sources and the built files of this repository are.</summary>
internal static class Repository
{
    private static readonly string[] Generated =
        ["bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release, as these tests were built.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>Names of the library assemblies, lowest first.</summary>
    public static string[] Libraries { get; } =
        ["Parallel.Abstractions", "Parallel.Grains", "Parallel.Runtime", "Parallel.Client"];

    /// <summary>The silo that is published beside these tests.</summary>
    public static string Silo(string file) => Path.Combine(AppContext.BaseDirectory, "parallel-silo", file);

    public static string Combine(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>Path below the root, for messages.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path);

    /// <summary>Files that people write; what a build makes is left out.</summary>
    public static IEnumerable<string> Files(string pattern) => Files(new DirectoryInfo(Root), pattern);

    /// <summary>C# files that people write.</summary>
    public static IEnumerable<string> Sources() =>
        Files("*.cs").Where(file => !file.EndsWith(".g.cs", StringComparison.Ordinal));

    private static IEnumerable<string> Files(DirectoryInfo folder, string pattern) =>
        folder.EnumerateFiles(pattern).Select(file => file.FullName).Concat(
            folder.EnumerateDirectories()
                .Where(child => child.Name[0] != '.' && !Generated.Contains(child.Name))
                .SelectMany(child => Files(child, pattern)));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Parallel.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Parallel.sln above {AppContext.BaseDirectory}.");
    }
}

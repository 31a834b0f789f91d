using System.Runtime.InteropServices;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>Where the silo and the .NET host that runs it are.</summary>
/// <param name="Host">The <c>dotnet</c> host, or a program that needs none.</param>
/// <param name="Assembly">The silo's main assembly; empty where <paramref name="Host"/> is the silo itself.</param>
public sealed record SiloProgram(string Host, string Assembly)
{
    private const string Name = "parallel-silo.dll";

    /// <summary>What the command line begins with, behind the host.</summary>
    public IReadOnlyList<string> Arguments => Assembly.Length == 0 ? [] : [Assembly];

    /// <summary>This very process, which is a silo.</summary>
    public static SiloProgram Own()
    {
        var host = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(host) == "dotnet"
            ? new SiloProgram(host, Path.Combine(AppContext.BaseDirectory, Name)) : new SiloProgram(host, "");
    }

    /// <summary>The one beside this program.</summary>
    /// <exception cref="LaunchException">One of them is missing.</exception>
    public static SiloProgram Find()
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "parallel-silo", Name);
        return File.Exists(assembly) ? new SiloProgram(FindHost(), assembly) : throw new LaunchException(
            $"The worker program {assembly} is missing. It is put there when a project that references " +
            "Parallel.Client is built; deploy the folder parallel-silo together with your program.")
        {
            Command = assembly,
        };
    }

    /// <summary>The host that runs this very program, so that both are of one version; else an installed one.</summary>
    private static string FindHost()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string?[] folders =
            [root, Environment.GetEnvironmentVariable("DOTNET_ROOT"),
             .. (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)];
        return folders.Where(f => !string.IsNullOrEmpty(f)).Select(f => Path.Combine(f!, name))
            .FirstOrDefault(File.Exists)
            ?? throw new LaunchException(
                $"No .NET host ({name}) was found in {root}, DOTNET_ROOT or PATH. Workers need the .NET " +
                $"{Environment.Version.Major} runtime; install it or set DOTNET_ROOT.");
    }
}

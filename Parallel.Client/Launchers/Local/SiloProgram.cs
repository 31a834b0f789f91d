using System.Runtime.InteropServices;

namespace ParallelCompute.Launchers.Local;

/// <summary>Where the silo and the .NET host that runs it are.</summary>
/// <param name="Host">The <c>dotnet</c> host.</param>
/// <param name="Assembly">The silo's main assembly.</param>
internal sealed record SiloProgram(string Host, string Assembly)
{
    /// <exception cref="LaunchException">One of them is missing.</exception>
    public static SiloProgram Find()
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "parallel-silo", "parallel-silo.dll");
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

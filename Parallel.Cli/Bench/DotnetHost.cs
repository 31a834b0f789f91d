using System.Runtime.InteropServices;

namespace ParallelCompute.Cli.Bench;

/// <summary>The <c>dotnet</c> of the runtime that this program runs on.</summary>
internal static class DotnetHost
{
    // The runtime is in ROOT/shared/Microsoft.NETCore.App/VERSION/, the host in ROOT.
    public static string FilePath { get; } = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "../../..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
}

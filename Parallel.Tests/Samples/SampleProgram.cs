using System.Diagnostics;
using ParallelCompute.Tests.Architecture;

namespace ParallelCompute.Tests.Samples;

/// <summary>Runs a sample as it was built.</summary>
internal static class SampleProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task<(int ExitCode, string[] Output, string[] Errors)> RunAsync(
        string name, string folder, params string[] arguments)
    {
        var assembly = Repository.Combine(
            "samples", name, "bin", Repository.Configuration, "net10.0", $"{name}.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, Lines(await output), Lines(await errors));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

using System.Diagnostics;

namespace ParallelCompute.Tests.Packaging;

/// <summary>Runs commands as a user would type them, away from this build's environment.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Builds without servers that would outlive the test and hold its output open.</summary>
    public static readonly string[] NoServers = ["--nodeReuse:false", "-p:UseSharedCompilation=false"];

    public static Task<string> RunAsync(string folder, params string[] arguments) =>
        RunAsync(folder, "dotnet", arguments, new Dictionary<string, string>());

    /// <returns>The standard output. A failed command fails the test with all that it printed.</returns>
    public static async Task<string> RunAsync(
        string folder, string command, string[] arguments, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What `dotnet test` tells its children about itself would make a build inside take this one's settings.
        foreach (var name in start.Environment.Keys.Where(IsOfThisBuild).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            var all = $"{command} {string.Join(' ', arguments)}\n{await output}\n{await errors}";
            Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {all}");
            return await output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static bool IsOfThisBuild(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase);
}

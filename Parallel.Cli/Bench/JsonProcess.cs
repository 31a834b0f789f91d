using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ParallelCompute.Cli.Bench;

/// <summary>Runs a .NET program that prints one JSON object.</summary>
internal static class JsonProcess
{
    /// <summary>Runs it to its end; canceling kills it.</summary>
    /// <exception cref="BenchException">It failed or printed something else.</exception>
    public static async Task<JsonObject> RunAsync(
        string assembly, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        string[] command = [assembly, .. arguments];
        using var process = Process.Start(new ProcessStartInfo(DotnetHost.FilePath, command)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 && Parse(await output) is { } result ? result : throw new BenchException(
                $"{DotnetHost.FilePath} {string.Join(' ', command)} ended with exit code {process.ExitCode}.\n" +
                $"{await output}{await errors}".TrimEnd());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static JsonObject? Parse(string output)
    {
        try
        {
            return JsonNode.Parse(output) as JsonObject;
        }
        catch (JsonException)
        {
            return null; // Whoever asked shows the output.
        }
    }
}

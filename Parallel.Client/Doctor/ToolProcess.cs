using System.ComponentModel;
using System.Diagnostics;

namespace ParallelCompute.Doctor;

/// <summary>Runs a program to its end, with an input, for its output.</summary>
internal static class ToolProcess
{
    /// <exception cref="LaunchException">It cannot be started.</exception>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        ProcessStartInfo start, string input, CancellationToken cancellationToken)
    {
        using var process = Start(start);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            try
            {
                await process.StandardInput.WriteLineAsync(input.AsMemory(), cancellationToken).ConfigureAwait(false);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It has ended already: its words tell why.
            }

            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new LaunchException($"{start.FileName} could not be started: {e.Message}", e)
            {
                Command = start.FileName,
            };
        }
    }
}

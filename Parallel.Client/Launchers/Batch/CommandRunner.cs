using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ParallelCompute.Launchers.Batch;

/// <summary>Runs the commands of a batch system, each with a time limit.</summary>
/// <param name="limit">How long one may take.</param>
internal sealed class CommandRunner(TimeSpan limit)
{
    /// <summary>Far more than any answer has that is not a mistake.</summary>
    private const int MostCharacters = 16 * 1024 * 1024;

    /// <summary>What a command wrote stays in its pipes; children that it left behind may hold them open.</summary>
    private static readonly TimeSpan OutputLimit = TimeSpan.FromSeconds(2);

    /// <param name="command">The program and its arguments; no shell sees them.</param>
    /// <param name="input">Its standard input; empty where null.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <exception cref="LaunchException">It is missing, or not done within the limit.</exception>
    public async Task<CommandResult> RunAsync(
        IReadOnlyList<string> command, string? input, CancellationToken cancellationToken)
    {
        var text = string.Join(' ', command);
        using var process = Start(command, text);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(limit);
        var (output, error) = (ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        try
        {
            await FeedAsync(process, input, over.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(over.Token).ConfigureAwait(false);
            await Task.WhenAll(output, error).WaitAsync(OutputLimit, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return new CommandResult(text, process.ExitCode, Text(output), Text(error));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new LaunchException(
                $"`{text}` did not answer within {limit.TotalSeconds} s and was ended. Try the command by hand: the " +
                "batch system may be down or overloaded.") { Command = text };
        }
    }

    private static Process Start(IReadOnlyList<string> command, string text)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new LaunchException(
                $"The command {command[0]} cannot be run: {e.Message}. Run this program where the batch system's " +
                "commands are installed, such as a login node, and see that PATH names their folder.", e)
            {
                Command = text,
            };
        }
    }

    private static async Task FeedAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync((input ?? "").AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It reads none of it, or not all.
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader)
    {
        var (text, part) = (new StringBuilder(), new char[4096]);
        int count;
        while ((count = await reader.ReadAsync(part).ConfigureAwait(false)) > 0)
        {
            text.Append(part, 0, Math.Min(count, MostCharacters - text.Length));
        }

        return text.ToString();
    }

    private static string Text(Task<string> stream) => stream.IsCompletedSuccessfully ? stream.Result : "";
}

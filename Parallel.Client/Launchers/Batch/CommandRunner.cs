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

    /// <summary>
    /// How long a command that is given up may still take: it may have done its work, and its answer tells what.
    /// </summary>
    private static readonly TimeSpan GiveUpLimit = TimeSpan.FromSeconds(10);

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="LaunchException">It is missing, or not done within the limit.</exception>
    public async Task<CommandResult> RunAsync(
        BatchCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var text = ShellText.Join([command.Program, .. command.Arguments]);
        using var process = Start(command, text);
        using var over = new CancellationTokenSource(limit);
        using var hurry = cancellationToken.UnsafeRegister(
            o => ((CancellationTokenSource)o!).CancelAfter(GiveUpLimit), over);
        var (output, error) = (ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        try
        {
            await FeedAsync(process, command.Input, over.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(over.Token).ConfigureAwait(false);
            await ((Task)Task.WhenAll(output, error)).WaitAsync(OutputLimit, CancellationToken.None)
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

    private static Process Start(BatchCommand command, string text)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new LaunchException(
                $"The command {command.Program} cannot be run: {e.Message}. Run this program where the batch " +
                "system's commands are installed, such as a login node, and see that PATH names their folder.", e)
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

using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;
using ParallelCompute.Runtime;
using ParallelCompute.Runtime.Guarding;

namespace ParallelCompute.Silo;

/// <summary>The role <c>guard</c>: reads its command line and guards workers until they have ended.</summary>
internal static class GuardRole
{
    /// <summary>More than workers need that are ended by force.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (GuardArguments.Parse(args) is not { } arguments)
        {
            await Console.Error.WriteLineAsync(GuardArguments.Usage);
            return 2;
        }

        try
        {
            var input = arguments.Credentials is null ? new StreamReader(Console.OpenStandardInput()) : null;
            var ticket = arguments.Credentials is { } file
                ? CredentialsFile.Read(file).Content : await input!.ReadLineAsync() ?? "";
            var guard = new Guard(Settings(arguments, ticket));
            void Leave(PosixSignalContext signal)
            {
                signal.Cancel = true;
                _ = guard.LeaveAsync(arguments.Grace);
            }

            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Leave);
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Leave);
            if (input is not null)
            {
                new Thread(() => Listen(input, guard)) { IsBackground = true, Name = "launcher" }.Start();
            }

            if (await guard.RunAsync() is not { } reason)
            {
                return 0;
            }

            await Console.Error.WriteLineAsync($"parallel-silo: the guard ends: {reason}");
        }
        catch (LaunchException e)
        {
            await Console.Error.WriteLineAsync($"parallel-silo: {e.Message}");
        }

        return 1;
    }

    private static GuardSettings Settings(GuardArguments arguments, string ticket) => new(
        arguments.Workers, arguments.Slots, ticket, new LineLogger(Console.Error, LogLevel.Information))
    {
        Report = arguments.Reports ? Console.Out : null,
        Output = Console.Out,
        Errors = Console.Error,
        MemoryLimit = arguments.MemoryLimit,
        Nanny = arguments.Nanny,
        AllowedFailures = arguments.AllowedFailures,
    };

    /// <summary>The end of standard input is that of the launcher.</summary>
    private static void Listen(TextReader input, Guard guard)
    {
        try
        {
            while (input.ReadLine() is { } line)
            {
                if (line.Split(' ') is ["leave", var worker, var text] &&
                    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                {
                    _ = guard.LeaveAsync(worker, TimeSpan.FromSeconds(seconds));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A broken pipe is the end as well.
        }

        guard.LeaveAsync(TimeSpan.Zero).Wait(EndLimit);
        ProcessGroup.EndOwn();
    }
}

using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using ParallelCompute.Runtime;

namespace ParallelCompute.Silo;

/// <summary>The role <c>dispatcher</c>: reads its command line and runs until a signal ends it.</summary>
internal static class DispatcherRole
{
    public const string Usage =
        """
        usage: parallel-silo dispatcher FILE [OPTION=VALUE]...
        Serves clients whose option dispatcher is FILE, which it writes for its owner alone, and workers that are
        started with --credentials FILE. Options are those of configurations, such as protocol=tcp host=NAME port=9000.
        SIGTERM ends the cluster. A dispatcher that was killed goes on when it is started again with the same FILE.
        """;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string file, IReadOnlyList<string> options)
    {
        var config = new ParallelConfig { Env = "local", NWorkers = 1 };
        foreach (var option in options)
        {
            if (option.Split('=', 2) is not [{ Length: > 0 } name, var value])
            {
                await Console.Error.WriteLineAsync($"'{option}' is no OPTION=VALUE.\n{Usage}");
                return 2;
            }

            config.Options[name] = value;
        }

        using var end = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.Cancel();
        }

        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            await StandaloneDispatcher.RunAsync(
                file, ClusterSettings.From(config), new LineLogger(Console.Error, LogLevel.Information),
                () => Console.WriteLine($"The dispatcher is ready: {Path.GetFullPath(file)}"), end.Token);
            return 0;
        }
        catch (ParallelException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}

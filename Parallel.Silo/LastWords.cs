using System.Text;
using ParallelCompute.Launching;

namespace ParallelCompute.Silo;

/// <summary>Says on standard error that user code ended the process, which its exit code does not tell.</summary>
internal static class LastWords
{
    private static volatile bool _ended;

    /// <summary>Call before any user code runs: handlers are called in order, and one may hang.</summary>
    public static void Watch() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        if (_ended)
        {
            return;
        }

        try
        {
            // Not by Console.Error: user code may have replaced it, or hold its lock.
            using var output = Console.OpenStandardError();
            output.Write(Encoding.UTF8.GetBytes($"{ExitWords.OfCall(Environment.ExitCode)}\n"));
        }
        catch (IOException)
        {
            // Nobody listens any more.
        }
    };

    /// <summary>The process ends by the silo's own choice.</summary>
    /// <returns>The exit code.</returns>
    public static int End(int code)
    {
        _ended = true;
        return code;
    }
}

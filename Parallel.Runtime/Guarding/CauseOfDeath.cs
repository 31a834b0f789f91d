using System.Globalization;
using ParallelCompute.Launching;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>Tells in words why a silo ended, and where the facts allow two causes, both.</summary>
internal static class CauseOfDeath
{
    /// <summary>Exit codes above this are signals, or were chosen to look so.</summary>
    private const int SignalBase = 128;

    private const int MostSignals = 64;
    private const long Megabyte = 1_000_000;
    private const int Abort = 6;
    private const int Kill = 9;

    /// <summary>What the silo returns when it ends by its own choice.</summary>
    private const int OwnChoice = 3;

    /// <summary>One sentence without a full stop that begins with the exit code.</summary>
    public static string Tell(DeathFacts facts) =>
        string.Create(CultureInfo.InvariantCulture, $"exit code {facts.ExitCode}: {What(facts)}");

    private static string What(DeathFacts facts)
    {
        if (facts.Words == ExitWords.OfCall(facts.ExitCode))
        {
            return $"user code called Environment.Exit({facts.ExitCode})";
        }

        if (facts.ExitCode == OwnChoice && ExitWords.IsEnd(facts.Words, out var reason))
        {
            return $"it ended by itself: {reason.TrimEnd('.')}";
        }

        return facts.ExitCode switch
        {
            0 => "it ended without an error",
            > SignalBase and <= SignalBase + MostSignals => Signal(facts.ExitCode - SignalBase, facts),
            _ => "native code or the .NET host ended the process; Environment.Exit was not called",
        };
    }

    private static string Signal(int signal, DeathFacts facts) => signal switch
    {
        Abort => Aborted(facts.Words),
        Kill when facts.OverLimit is { } over => string.Create(CultureInfo.InvariantCulture,
            $"killed (signal 9) by its client, since it used {over.Used / Megabyte} MB of memory, more than " +
            $"memory_limit ({over.Limit / Megabyte} MB)"),
        Kill when facts.WasForced => "killed (signal 9) by its client, since it did not end in time",
        Kill => Killed(facts.MemoryKills),
        1 => Sent("1 (SIGHUP)"),
        2 => Sent("2 (SIGINT)"),
        3 => Sent("3 (SIGQUIT), or the .NET host failed"),
        15 => Sent("15 (SIGTERM)"),
        4 => Crashed("4 (SIGILL)"),
        5 => Crashed("5 (SIGTRAP)"),
        7 => Crashed("7 (SIGBUS)"),
        8 => Crashed("8 (SIGFPE)"),
        11 => Crashed("11 (SIGSEGV)"),
        _ => $"signal {signal}, or the .NET host or native code chose that exit code",
    };

    /// <summary>The runtime says why it aborts; anything else that aborts does not.</summary>
    private static string Aborted(string words) => words switch
    {
        _ when After(words, TellingLine.StackOverflow) is not null => "stack overflow",
        _ when After(words, TellingLine.OutOfMemory) is not null => "the .NET runtime got no more memory",
        _ when After(words, TellingLine.Unhandled) is { } exception =>
            With("unhandled exception on a thread that runs no item", exception),
        _ when After(words, TellingLine.Terminated) is { } message =>
            With("Environment.FailFast was called, or an assertion failed", message),
        _ when After(words, TellingLine.Fatal) is { } error =>
            With("fatal error in native or unsafe code", error),
        _ => "signal 6 (SIGABRT): native code called abort, or it came from outside",
    };

    private static string Killed(MemoryCount? kills) => kills switch
    {
        null => "killed by signal 9 (SIGKILL) from outside, or by the kernel for memory, " +
            "whose count cannot be read here",
        _ when kills.Now > kills.Before =>
            $"killed by the kernel for memory (signal 9; oom_kill of {kills.Where} rose from " +
            string.Create(CultureInfo.InvariantCulture, $"{kills.Before} to {kills.Now})"),
        _ => "killed by signal 9 (SIGKILL) from outside, not for memory: " +
            string.Create(CultureInfo.InvariantCulture, $"oom_kill of {kills.Where} is still {kills.Now}"),
    };

    private static string With(string what, string detail) => detail.Length == 0 ? what : $"{what}: {detail}";

    private static string Sent(string signal) => $"ended by signal {signal} from outside";

    private static string Crashed(string signal) =>
        $"native code crashed with signal {signal}, or it came from outside";

    private static string? After(string words, string beginning) =>
        words.StartsWith(beginning, StringComparison.Ordinal) ? words[beginning.Length..].Trim() : null;
}

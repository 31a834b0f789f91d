using ParallelCompute.Runtime.Guarding;
using ParallelCompute.Launching;

namespace ParallelCompute.Tests.Launchers;

public sealed class CauseOfDeathTests
{
    private const string ExitCall = "parallel-silo: user code called Environment.Exit";

    [Theory]
    [InlineData(0, "", "it ended without an error")]
    [InlineData(0, ExitCall + "(0)", "user code called Environment.Exit(0)")]
    [InlineData(3, ExitCall + "(3)", "user code called Environment.Exit(3)")]
    [InlineData(3, "parallel-silo: the worker ends: the dispatcher is lost: x.",
        "it ended by itself: the dispatcher is lost: x")]
    [InlineData(3, "", "native code or the .NET host ended the process; Environment.Exit was not called")]
    [InlineData(4, ExitCall + "(3)", "native code or the .NET host ended the process; Environment.Exit was not called")]
    [InlineData(137, ExitCall + "(137)", "user code called Environment.Exit(137)")]
    [InlineData(137, ExitCall + "(0)",
        "killed by signal 9 (SIGKILL) from outside, or by the kernel for memory, whose count cannot be read here")]
    [InlineData(143, "", "ended by signal 15 (SIGTERM) from outside")]
    [InlineData(143, ExitCall + "(143)", "user code called Environment.Exit(143)")]
    [InlineData(139, "", "native code crashed with signal 11 (SIGSEGV), or it came from outside")]
    [InlineData(150, "", "signal 22, or the .NET host or native code chose that exit code")]
    [InlineData(134, "", "signal 6 (SIGABRT): native code called abort, or it came from outside")]
    [InlineData(134, "Stack overflow.", "stack overflow")]
    [InlineData(134, "Out of memory.", "the .NET runtime got no more memory")]
    [InlineData(134, "Unhandled exception. System.Exception: x",
        "unhandled exception on a thread that runs no item: System.Exception: x")]
    [InlineData(134, "Process terminated.", "Environment.FailFast was called, or an assertion failed")]
    [InlineData(134, "Process terminated. x", "Environment.FailFast was called, or an assertion failed: x")]
    [InlineData(134, "Fatal error. x", "fatal error in native or unsafe code: x")]
    // What user code printed is no cause where the exit code says otherwise.
    [InlineData(7, "Stack overflow.",
        "native code or the .NET host ended the process; Environment.Exit was not called")]
    [InlineData(143, "Unhandled exception. x", "ended by signal 15 (SIGTERM) from outside")]
    [InlineData(255, "", "native code or the .NET host ended the process; Environment.Exit was not called")]
    public void The_cause_follows_from_the_exit_code_and_the_last_words(int code, string words, string cause) =>
        Assert.Equal($"exit code {code}: {cause}", CauseOfDeath.Tell(new DeathFacts(code, words)));

    [Theory]
    [InlineData(3, 4, "killed by the kernel for memory (signal 9; oom_kill of the cgroup /a rose from 3 to 4)")]
    [InlineData(3, 3,
        "killed by signal 9 (SIGKILL) from outside, not for memory: oom_kill of the cgroup /a is still 3")]
    public void The_kernels_count_tells_a_lack_of_memory_from_a_kill(long before, long now, string cause) =>
        Assert.Equal($"exit code 137: {cause}",
            CauseOfDeath.Tell(new DeathFacts(137, MemoryKills: new MemoryCount("the cgroup /a", before, now))));

    [Fact]
    public void A_kill_by_the_guard_is_told_as_such() => Assert.Equal(
        "exit code 137: killed (signal 9) by its client, since it did not end in time",
        CauseOfDeath.Tell(new DeathFacts(137, WasForced: true)));

    [Fact]
    public void A_kill_for_memory_limit_is_told_with_both_figures() => Assert.Equal(
        "exit code 137: killed (signal 9) by its client, since it used 612 MB of memory, more than memory_limit " +
        "(500 MB)",
        CauseOfDeath.Tell(new DeathFacts(137, OverLimit: new MemoryUse(612_345_678, 500_000_000))));

    [Theory]
    [InlineData("Stack overflow.", "Stack overflow.")]
    [InlineData("halfUnhandled exception. System.Exception: x", "Unhandled exception. System.Exception: x")]
    [InlineData("   at Program.Main()", null)]
    [InlineData("unhandled exception. x", null)]
    public void Lines_that_tell_are_found_behind_unfinished_ones(string line, string? told) =>
        Assert.Equal(told, TellingLine.Find(line));

    [Theory]
    [InlineData("Process terminated.|x|   at Y", "Process terminated. x")]
    [InlineData("Fatal error.|System.AccessViolationException: x|y", "Fatal error. System.AccessViolationException: x")]
    [InlineData("Process terminated.|   at Y|z", "Process terminated.")]
    [InlineData("Stack overflow.|Repeated 100 times:", "Stack overflow.")]
    [InlineData("Unhandled exception. a|b|Stack overflow.", "Stack overflow.")]
    [InlineData("nothing", "")]
    public void The_last_words_are_those_of_the_last_line_that_tells(string lines, string told)
    {
        var words = new LastWords();
        Array.ForEach(lines.Split('|'), words.Add);
        Assert.Equal(told, words.Text);
    }

    [Fact]
    public void What_the_silo_says_is_found()
    {
        Assert.Equal(ExitWords.OfCall(137), TellingLine.Find($"x{ExitWords.OfCall(137)}"));
        Assert.Equal(ExitWords.OfEnd("y"), TellingLine.Find(ExitWords.OfEnd("y")));
    }
}

using ParallelCompute.Launching;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>What is known of a silo's end.</summary>
/// <param name="ExitCode">As .NET tells it: 128 + n after signal n, but also where a program chose that code.</param>
/// <param name="Words">The last line of its standard error that tells of an end (<see cref="TellingLine"/>).</param>
/// <param name="WasForced">Its guard has killed it.</param>
/// <param name="OverLimit">Its guard has killed it for its memory; null where it has not.</param>
/// <param name="MemoryKills">What the kernel counts; null where that cannot be read.</param>
internal sealed record DeathFacts(
    int ExitCode, string Words = "", bool WasForced = false, MemoryUse? OverLimit = null,
    MemoryCount? MemoryKills = null)
{
    /// <summary>The exit code after signal 9.</summary>
    public const int AfterKill = 128 + 9;

    /// <summary>It did what it was told to.</summary>
    public bool WasOrderly => ExitCode == 0 && Words != ExitWords.OfCall(0);
}

using ParallelCompute.Wire;

namespace ParallelCompute.Dispatch;

/// <summary>When items whose function threw are tried again.</summary>
internal static class RetryRule
{
    /// <summary>About what a timer can wait.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    /// <summary>The fraction of the golden ratio: its multiples lie as far apart as can be.</summary>
    private const double Spread = 0.6180339887498949;

    /// <summary>How long an item waits: longer each time, and not as long as its neighbors.</summary>
    /// <param name="run">The run.</param>
    /// <param name="retry">1 for the first retry.</param>
    /// <param name="index">The item.</param>
    public static TimeSpan Delay(RunDefinition run, int retry, long index)
    {
        var ticks = run.RetryDelay * Math.Pow(2, retry - 1) * (1 + (index * Spread % 1 / 2));
        return ticks < Longest.Ticks ? TimeSpan.FromTicks((long)ticks) : Longest;
    }
}

using System.Globalization;

namespace ParallelCompute.Tests;

/// <summary>Tests whose length is a matter of patience: the suite runs them short, CI long too.</summary>
internal static class LongTests
{
    private const string Variable = "PARALLEL_TEST_TIMES";

    /// <summary>How many times as long as usual they run.</summary>
    public static int Times { get; } = int.TryParse(
        Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var times)
        ? Math.Max(1, times) : 1;
}

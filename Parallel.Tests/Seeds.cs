namespace ParallelCompute.Tests;

/// <summary>Where tests that make up their cases get the seed from.</summary>
internal static class Seeds
{
    /// <summary>Set to a number to have other cases than the usual ones, or those of a run before.</summary>
    public const string Variable = "PARALLEL_TEST_SEED";
}

namespace ParallelCompute.Tests;

/// <summary>Things outside of this repository that some tests need: a scheduler, a database.</summary>
internal static class Component
{
    /// <summary>Set by CI, which installs them all: a missing one is then a failure.</summary>
    public const string Variable = "PARALLEL_REQUIRE_COMPONENTS";

    /// <summary>Skips the test when a component is missing, or fails it where all are required.</summary>
    public static void Need(bool isPresent, string name) =>
        Need(isPresent, name, Environment.GetEnvironmentVariable(Variable) == "1");

    internal static void Need(bool isPresent, string name, bool isRequired)
    {
        Assert.True(isPresent || !isRequired, $"{name} is missing, and {Variable}=1 asks for every component.");
        Skip.IfNot(isPresent, $"{name} is not installed here.");
    }
}

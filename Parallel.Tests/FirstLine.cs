namespace ParallelCompute.Tests;

/// <summary>
/// Tests that start processes and measure neither time nor what the machine has: one after another, beside those of
/// <see cref="SecondLine"/> and those without processes.
/// </summary>
[CollectionDefinition(Name)]
public sealed class FirstLine
{
    public const string Name = "Processes, first line";
}

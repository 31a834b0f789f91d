namespace ParallelCompute.Tests;

/// <summary>
/// Tests that start processes and measure time, memory or what else the machine has: one after another, with nothing
/// beside them. The others are in <see cref="FirstLine"/> or <see cref="SecondLine"/>.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Processes
{
    public const string Name = "Processes";
}

namespace ParallelCompute.Tests;

/// <summary>Tests that start processes: one after another, so that they do not fight for the few cores.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Processes
{
    public const string Name = "Processes";
}

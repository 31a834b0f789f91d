namespace ParallelCompute.Tests;

/// <summary>As <see cref="FirstLine"/>, and beside it.</summary>
[CollectionDefinition(Name)]
public sealed class SecondLine
{
    public const string Name = "Processes, second line";
}

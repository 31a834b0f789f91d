namespace ParallelCompute.Tests.Values.Samples;

internal sealed class Tree
{
    public object? Tag { get; init; }

    public List<Tree?> Children { get; init; } = [];

    public Dictionary<string, Animal?> Names { get; init; } = [];

    public Labeled[]? Labels { get; set; }
}

namespace ParallelCompute.Tests.Values.Samples;

internal struct Labeled
{
    public string? Label;
    public Point At;
    internal int? Rank;
}

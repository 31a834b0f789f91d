namespace ParallelCompute.Tests.Values.Graphs;

/// <summary>A graph on its way, and the seed that it was made from.</summary>
internal sealed record Parcel(int Seed, object? Content);

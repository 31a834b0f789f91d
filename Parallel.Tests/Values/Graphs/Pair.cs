namespace ParallelCompute.Tests.Values.Graphs;

internal record struct Pair(object? First, object? Second);

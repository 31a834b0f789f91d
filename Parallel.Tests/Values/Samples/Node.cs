namespace ParallelCompute.Tests.Values.Samples;

internal sealed record Node(int Value, Node? Next);

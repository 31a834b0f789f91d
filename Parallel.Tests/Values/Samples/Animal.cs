namespace ParallelCompute.Tests.Values.Samples;

internal record Animal(string Name);

namespace ParallelCompute.Tests.Values.Samples;

internal sealed record Dog(string Name, int Legs) : Animal(Name);

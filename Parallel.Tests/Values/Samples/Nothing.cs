namespace ParallelCompute.Tests.Values.Samples;

internal struct Nothing;

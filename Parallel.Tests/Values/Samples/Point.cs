namespace ParallelCompute.Tests.Values.Samples;

internal readonly record struct Point(int X, double Y);

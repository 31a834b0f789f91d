namespace ParallelCompute.Tests.Values.Samples;

internal sealed record Reading(int Id, double Value, string Unit);

namespace ParallelCompute.Tests.Values.Samples;

/// <summary>Its number means nothing elsewhere.</summary>
public readonly record struct Ticket(int Number);

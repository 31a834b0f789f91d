namespace ParallelCompute.Benchmarks;

/// <summary>A record of three fields, as users return them.</summary>
public sealed record Sample(long Id, string Name, double Score);

namespace ParallelCompute.Runtime.Examining;

/// <summary>Something that was tried on a node.</summary>
/// <param name="What">A folder, a file or an address.</param>
/// <param name="Problem">Why it did not work; empty where it did.</param>
public sealed record NodeTrial(string What, string Problem);

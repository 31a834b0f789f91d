namespace ParallelCompute.Values;

/// <summary>The value of a set's entries.</summary>
internal readonly record struct NoValue;

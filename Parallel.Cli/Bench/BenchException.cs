namespace ParallelCompute.Cli.Bench;

/// <summary>The benchmark cannot go on; the message says why.</summary>
internal sealed class BenchException(string message) : Exception(message);

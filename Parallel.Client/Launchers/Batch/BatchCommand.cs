namespace ParallelCompute.Launchers.Batch;

/// <summary>A command of a batch system. It is started as it is, without a shell.</summary>
/// <param name="Program">Its name, found in PATH.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Input">What it reads from its standard input; null: nothing.</param>
internal sealed record BatchCommand(string Program, IReadOnlyList<string> Arguments, string? Input = null);

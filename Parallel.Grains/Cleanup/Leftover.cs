namespace ParallelCompute.Cleanup;

/// <summary>What a dead cluster left on this machine, or may have.</summary>
/// <param name="Kind">A folder, a diagnostic file or a worker.</param>
/// <param name="What">The path, or the process.</param>
/// <param name="Why">
/// How it is known to be left; where <paramref name="IsSure"/> is false, why it is not known and what to do.
/// </param>
/// <param name="IsSure">Nobody alive needs it.</param>
public sealed record Leftover(LeftoverKind Kind, string What, string Why, bool IsSure = true);

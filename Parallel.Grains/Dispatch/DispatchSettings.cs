namespace ParallelCompute.Dispatch;

/// <summary>What a dispatcher is told at its start.</summary>
/// <param name="SetupTimeout">How long <c>setup</c> may take on a worker.</param>
/// <param name="AllowedFailures">Workers that may die of one item before it is given up.</param>
/// <param name="CancelGrace">How long an item may take to end once it was told to.</param>
public sealed record DispatchSettings(TimeSpan SetupTimeout, int AllowedFailures, TimeSpan CancelGrace);

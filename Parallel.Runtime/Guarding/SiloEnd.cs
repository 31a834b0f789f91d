using ParallelCompute.Launching;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>How a silo has ended.</summary>
/// <param name="Notice">The cause, its last lines and what its slots were running.</param>
/// <param name="WasOrderly">It was told to end by its cluster, or by its guard, and did.</param>
/// <param name="WasReady">It had built an environment or begun a batch.</param>
public sealed record SiloEnd(LaunchNotice Notice, bool WasOrderly, bool WasReady);

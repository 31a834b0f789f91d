using ParallelCompute.Engines;

namespace ParallelCompute.Dispatch;

/// <summary>Items that were with a worker and wait for another one.</summary>
/// <param name="Items">The items.</param>
/// <param name="Attempt">The attempt that comes next.</param>
/// <param name="Deaths">Workers that died while they ran exactly this item.</param>
/// <param name="Suspect">A worker died that may have been running one of them.</param>
/// <param name="Retries">How often the function has thrown for them.</param>
internal readonly record struct Returned(ItemBlock Items, int Attempt, int Deaths, bool Suspect, int Retries = 0);

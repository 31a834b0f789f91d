using ParallelCompute.Wire;

namespace ParallelCompute.Runs;

/// <summary>What a run's client is told, in the order it was told.</summary>
/// <param name="Range">Items with outcomes; null for the other two kinds.</param>
/// <param name="Payload">Results of the range.</param>
/// <param name="Skip">Leading items of the range to leave out.</param>
/// <param name="Take">Items after those.</param>
/// <param name="Worker">Who ran them.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Lost">An item that was given up, with its index in <paramref name="Index"/>.</param>
/// <param name="Index">See <paramref name="Lost"/>.</param>
internal readonly record struct Outcome(
    RangeDone? Range, ReadOnlyMemory<byte> Payload, int Skip, int Take, string Worker, int Attempt,
    ParallelException? Lost = null, long Index = 0);

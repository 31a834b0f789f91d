using ParallelCompute.Launching;

namespace ParallelCompute.Dispatch;

/// <summary>What a launcher found out about a lost worker.</summary>
/// <param name="Cause">Why it died.</param>
/// <param name="LogTail">Its last output.</param>
/// <param name="Marks">What its slots were running; null where that is not known.</param>
internal sealed record Death(string Cause, string LogTail, IReadOnlyList<SlotMark>? Marks);

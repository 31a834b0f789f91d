using Microsoft.Extensions.Logging;

namespace ParallelCompute.Runtime;

/// <summary>What a silo is told at its start.</summary>
/// <param name="Worker">Its worker's id.</param>
/// <param name="Slots">Threads that run items.</param>
/// <param name="Ticket">The content of the join ticket.</param>
/// <param name="Logger">The silo's log.</param>
public sealed record SiloSettings(string Worker, int Slots, string Ticket, ILogger Logger);

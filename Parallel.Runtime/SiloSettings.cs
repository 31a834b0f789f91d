using Microsoft.Extensions.Logging;

namespace ParallelCompute.Runtime;

/// <summary>What a silo is told at its start.</summary>
/// <param name="Worker">Its worker's id.</param>
/// <param name="Slots">Threads that run items.</param>
/// <param name="Ticket">The content of the join ticket.</param>
/// <param name="Logger">The silo's log.</param>
public sealed record SiloSettings(string Worker, int Slots, string Ticket, ILogger Logger)
{
    /// <summary>The file of its guard that tells, also after its death, what its slots run; null for none.</summary>
    public string? MarksFile { get; init; }

    /// <summary>When the system that lends it its machine will end the process; null: that is not known.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Completes when the worker is to leave its cluster, with the time that it has for that.</summary>
    public Task<TimeSpan>? Leaving { get; init; }

    /// <summary>
    /// Where the dispatcher is reached from here, <c>host:port</c>, by a way that a launcher made; null: where the
    /// ticket says.
    /// </summary>
    public string? Dispatcher { get; init; }
}

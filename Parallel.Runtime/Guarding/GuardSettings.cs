using Microsoft.Extensions.Logging;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>What a guard is told at its start.</summary>
/// <param name="Workers">The workers' ids: a process for each.</param>
/// <param name="Slots">Threads that run items in each.</param>
/// <param name="Ticket">The content of the join ticket.</param>
/// <param name="Logger">The guard's own log.</param>
public sealed record GuardSettings(IReadOnlyList<string> Workers, int Slots, string Ticket, ILogger Logger)
{
    /// <summary>
    /// Where the launcher reads what becomes of the workers and what they write. Null: nobody reads, the cluster is
    /// told when one ends, and what they write goes to <see cref="Output"/> and <see cref="Errors"/>.
    /// </summary>
    public TextWriter? Report { get; init; }

    /// <summary>Where lines of the workers' standard output go that nobody reads.</summary>
    public TextWriter Output { get; init; } = TextWriter.Null;

    /// <summary>Where lines of the workers' standard error go that nobody reads.</summary>
    public TextWriter Errors { get; init; } = TextWriter.Null;

    /// <summary>Bytes that each worker may use; null: no limit.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Whether a worker that died is started anew.</summary>
    public bool Nanny { get; init; } = true;

    /// <summary>A worker that dies so many times in a row before it was ready is given up.</summary>
    public int AllowedFailures { get; init; } = 3;
}

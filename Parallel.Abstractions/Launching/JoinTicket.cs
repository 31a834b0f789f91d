namespace ParallelCompute.Launching;

/// <summary>What a silo needs to join its cluster. A launcher carries it and never looks inside.</summary>
/// <remarks>
/// Contains the cluster's secret: it travels by standard input or a file of mode 0600, never on a command line.
/// </remarks>
/// <param name="Engine">The engine that made it: a word.</param>
/// <param name="Content">The engine's own text, one word.</param>
public sealed record JoinTicket(string Engine, string Content)
{
    /// <summary>
    /// Where the dispatcher can be dialed by TCP from this machine, <c>host:port</c>, for launchers that lead silos to
    /// it by a way of their own; null: it cannot.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>Tells the engine and keeps the secret.</summary>
    public override string ToString() => $"a ticket of the engine {Engine}";
}

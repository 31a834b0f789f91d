namespace ParallelCompute.Launching;

/// <summary>What a silo needs to join its cluster. A launcher carries it and never looks inside.</summary>
/// <remarks>
/// Contains the cluster's secret: it travels by standard input or a file of mode 0600, never on a command line.
/// </remarks>
/// <param name="Engine">The engine that made it.</param>
/// <param name="Content">The engine's own text, one line.</param>
public sealed record JoinTicket(string Engine, string Content);

namespace ParallelCompute.Launching;

/// <summary>Silos to start.</summary>
/// <param name="Workers">Their ids, one each.</param>
/// <param name="Ticket">
/// What each is handed to join. It may still be in the making: a launcher does first what needs no ticket.
/// </param>
/// <param name="SlotsPerWorker">Threads that run items in each.</param>
/// <param name="Variables">Environment variables added to the silo's own.</param>
public sealed record LaunchRequest(
    IReadOnlyList<string> Workers, Task<JoinTicket> Ticket, int SlotsPerWorker,
    IReadOnlyDictionary<string, string> Variables);

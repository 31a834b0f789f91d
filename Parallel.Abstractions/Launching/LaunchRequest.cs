namespace ParallelCompute.Launching;

/// <summary>Silos to start.</summary>
/// <param name="Workers">Their ids, one each.</param>
/// <param name="Ticket">What each is handed to join.</param>
/// <param name="SlotsPerWorker">Threads that run items in each.</param>
/// <param name="Variables">Environment variables added to the silo's own.</param>
public sealed record LaunchRequest(
    IReadOnlyList<string> Workers, JoinTicket Ticket, int SlotsPerWorker,
    IReadOnlyDictionary<string, string> Variables);

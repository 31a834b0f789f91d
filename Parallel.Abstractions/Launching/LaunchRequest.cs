using System.Collections.Frozen;

namespace ParallelCompute.Launching;

/// <summary>Silos to start.</summary>
/// <param name="Workers">Their ids, one each.</param>
/// <param name="Ticket">
/// What each is handed to join. It may still be in the making: a launcher does first what needs no ticket.
/// </param>
/// <param name="Joined">
/// Ends when a worker of the cluster has joined, or none needs to any more: until then, a launcher whose silos share
/// the client's processors starts no more than these can bear.
/// </param>
/// <param name="SlotsPerWorker">Threads that run items in each.</param>
/// <param name="Variables">Environment variables added to the silo's own.</param>
/// <param name="MemoryLimit">Bytes that each may use; its guard ends one that uses more. Null: no limit.</param>
public sealed record LaunchRequest(
    IReadOnlyList<string> Workers, Task<JoinTicket> Ticket, Task Joined, int SlotsPerWorker,
    IReadOnlyDictionary<string, string> Variables, long? MemoryLimit = null)
{
    /// <summary>Where single workers run, by id; those that are not in it run anywhere.</summary>
    public IReadOnlyDictionary<string, WorkerPlace> Places { get; init; } =
        FrozenDictionary<string, WorkerPlace>.Empty;
}

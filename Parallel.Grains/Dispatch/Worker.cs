using ParallelCompute.Engines;

namespace ParallelCompute.Dispatch;

/// <summary>A joined worker, as the dispatcher keeps it.</summary>
internal sealed class Worker(string id, int slots, IWorkerGrain grain)
{
    /// <summary>A second batch per slot hides the way there and back.</summary>
    private const int BatchesPerSlot = 2;

    public string Id => id;

    public int Slots => slots;

    public IWorkerGrain Grain => grain;

    /// <summary>Oldest first, as the worker runs them.</summary>
    public LinkedList<Lease> Leases { get; } = new();

    public HashSet<long> Environments { get; } = [];

    /// <summary>Environments whose setup runs now, with the timer that bounds each.</summary>
    public Dictionary<long, IDisposable> Building { get; } = [];

    public long ItemsDone { get; set; }

    public long ItemsInFlight { get; set; }

    public bool HasIdleSlot => Leases.Count < slots;

    public bool HasRoom => Leases.Count < slots * BatchesPerSlot;

    /// <summary>The line in which the worker waits for items; an entry in any other line is stale.</summary>
    public Queue<Worker>? Line { get; set; }

    public WorkerSnapshot Snapshot() => new(
        id, Building.Count > 0 ? WorkerState.SettingUp : WorkerState.Ready,
        Building.Count > 0 ? "setup is running" : "", slots, ItemsDone, ItemsInFlight);
}

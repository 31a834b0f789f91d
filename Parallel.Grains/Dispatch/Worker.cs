using ParallelCompute.Engines;

namespace ParallelCompute.Dispatch;

/// <summary>A joined worker, as the dispatcher keeps it.</summary>
internal sealed class Worker(string id, int slots, string node, IWorkerGrain grain)
{
    /// <summary>A second batch per slot hides the way there and back.</summary>
    private const int BatchesPerSlot = 2;

    private LinkedListNode<Worker>? _place;

    public string Id => id;

    public int Slots => slots;

    /// <summary>Workers of one node find each other's blobs.</summary>
    public string Node => node;

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

    /// <summary>Leases that may kill a worker; two on one worker would be blamed for each other.</summary>
    public int Suspects { get; set; }

    public bool HasEnvironment(long environment) =>
        environment == Session.NoEnvironment || Environments.Contains(environment);

    /// <summary>Moves to the end of a line, or with null out of any, unless it waits there already.</summary>
    public void MoveTo(LinkedList<Worker>? line)
    {
        _place ??= new LinkedListNode<Worker>(this);
        if (_place.List != line)
        {
            _place.List?.Remove(_place);
            line?.AddLast(_place);
        }
    }

    public WorkerSnapshot Snapshot() => new(
        id, Building.Count > 0 ? WorkerState.SettingUp : WorkerState.Ready,
        Building.Count > 0 ? "setup is running" : "", slots, ItemsDone, ItemsInFlight);
}

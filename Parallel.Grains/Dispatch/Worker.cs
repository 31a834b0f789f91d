using ParallelCompute.Engines;

namespace ParallelCompute.Dispatch;

/// <summary>A joined worker, as the dispatcher keeps it.</summary>
internal sealed class Worker(string id, int slots, string node, Resources offers, IWorkerGrain grain)
{
    /// <summary>A second batch per slot hides the way there and back.</summary>
    private const int BatchesPerSlot = 2;

    private readonly Dictionary<string, double> _used = [];
    private LinkedListNode<Worker>? _place;

    public string Id => id;

    public int Slots => slots;

    /// <summary>Workers of one node find each other's blobs.</summary>
    public string Node => node;

    public Resources Offers => offers;

    public IWorkerGrain Grain => grain;

    /// <summary>Its guard will tell what it was running, should it die.</summary>
    public bool LeavesMarks { get; init; }

    /// <summary>Those who can run the same.</summary>
    public Pool? Pool { get; set; }

    /// <summary>Its place among those that hold leases.</summary>
    public LinkedListNode<Worker>? Busy { get; set; }

    /// <summary>Oldest first, as the worker runs them.</summary>
    public LinkedList<Lease> Leases { get; } = new();

    public HashSet<long> Environments { get; } = [];

    /// <summary>Environments whose setup runs now, with the timer that bounds each.</summary>
    public Dictionary<long, IDisposable> Building { get; } = [];

    /// <summary>Blobs that it waits for or receives.</summary>
    public int Needs { get; set; }

    /// <summary>The greatest number of any need that it had.</summary>
    public long LastNeed { get; set; }

    public long ItemsDone { get; set; }

    public long ItemsInFlight { get; set; }

    /// <summary>It gets nothing more and is to go when it has finished; disposing ends its time for that.</summary>
    public IDisposable? Leaving { get; set; }

    /// <summary>How long user code may take to end, once it was told to go.</summary>
    public TimeSpan Grace { get; set; }

    /// <summary>The time that it has; null: any.</summary>
    public Walltime? Walltime { get; init; }

    /// <summary>Has it leave when its time is over; null where that is not limited.</summary>
    public IDisposable? Expiry { get; set; }

    /// <summary>It must go for a reason of its machine: what dies with it is not to blame.</summary>
    public bool Expires { get; set; }

    /// <summary>It was told to go, or killed for what it did not end: it dies of nothing else.</summary>
    public bool Dismissed { get; set; }

    public bool HasIdleSlot => Leaving is null && Leases.Count < slots;

    public bool HasRoom => Leaving is null && Leases.Count < slots * BatchesPerSlot;

    /// <summary>Leases that may kill a worker; two on one worker would be blamed for each other.</summary>
    public int Suspects { get; set; }

    /// <summary>Whether the run has something that this worker may take now.</summary>
    public bool Fits(Run run) => MayRun(run) && run.HasItems(suspects: Suspects == 0);

    /// <summary>Whether one more batch of the run could begin here, as far as environment and resources go.</summary>
    /// <remarks>A single slot runs one item at a time, however many batches wait.</remarks>
    public bool MayRun(Run run) => Suits(run) && HasTimeFor(run);

    /// <summary>The same, however much time it has.</summary>
    public bool Suits(Run run) =>
        Pool!.Suits(run) && (run.Needs.AreNone || slots == 1 || run.Needs.AreMetBy(offers, _used));

    /// <summary>Whether an item of the run is likely to finish here, or as likely as anywhere.</summary>
    public bool HasTimeFor(Run run) => Walltime is not { } time || ItemsInTime(run, time) >= 1 ||
        (time.IsFresh && HasIdleSlot);

    /// <summary>The most items of the run that a batch may have to finish in time; at least one.</summary>
    public int MostOf(Run run) =>
        Walltime is { } time ? (int)Math.Clamp(ItemsInTime(run, time), 1, int.MaxValue) : int.MaxValue;

    public void Add(Lease lease)
    {
        Leases.AddLast(lease);
        Suspects += lease.Suspect ? 1 : 0;
        Use(lease.Run.Needs, 1);
    }

    public void Remove(Lease lease)
    {
        Leases.Remove(lease);
        Suspects -= lease.Suspect ? 1 : 0;
        Use(lease.Run.Needs, -1);
    }

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

    public WorkerSnapshot Snapshot()
    {
        var (state, reason) = Leaving is not null ? (WorkerState.Leaving, "finishes what it runs")
            : Building.Count > 0 ? (WorkerState.SettingUp, "setup is running") : (WorkerState.Ready, "");
        return new WorkerSnapshot(id, state, reason, slots, ItemsDone, ItemsInFlight);
    }

    /// <summary>Items of the run that are likely to finish, after what is here already.</summary>
    private double ItemsInTime(Run run, Walltime time)
    {
        var queued = 0.0;
        foreach (var lease in Leases)
        {
            queued += lease.Rest.Count * time.NanosecondsOf(lease.Run);
        }

        return Math.Floor((time.Left.TotalNanoseconds - (queued / slots)) / Math.Max(1, time.NanosecondsOf(run)));
    }

    private void Use(Resources needs, int sign)
    {
        foreach (var (name, amount) in needs.Amounts)
        {
            _used[name] = _used.GetValueOrDefault(name) + (sign * amount);
        }
    }
}

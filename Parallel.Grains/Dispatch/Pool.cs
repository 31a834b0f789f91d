namespace ParallelCompute.Dispatch;

/// <summary>Workers that can run the same: they have the same environments and offer the same resources.</summary>
internal sealed class Pool(HashSet<long> environments, Resources offers)
{
    /// <summary>In line for a batch that starts at once.</summary>
    public LinkedList<Worker> Idle { get; } = new();

    /// <summary>In line for a batch that waits behind those that run.</summary>
    public LinkedList<Worker> Roomy { get; } = new();

    /// <summary>Its workers, in line or not.</summary>
    public int Workers { get; set; }

    public bool IsOf(Worker worker) => offers.Equals(worker.Offers) && environments.SetEquals(worker.Environments);

    /// <summary>Whether its workers can run items of the run, when they have room.</summary>
    public bool Suits(Run run) => run.Needs.AreMetBy(offers) &&
        (run.Definition.Environment == Session.NoEnvironment || environments.Contains(run.Definition.Environment));
}

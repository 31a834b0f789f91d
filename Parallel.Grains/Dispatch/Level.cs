namespace ParallelCompute.Dispatch;

/// <summary>The open runs of one priority.</summary>
internal sealed class Level(int priority)
{
    public int Priority => priority;

    /// <summary>Those with open runs.</summary>
    public Dictionary<Session, Client> Clients { get; } = [];

    /// <summary>Those with items to lease.</summary>
    public FairQueue<Client> Waiting { get; } = new();
}

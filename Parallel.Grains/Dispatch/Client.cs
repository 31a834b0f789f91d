namespace ParallelCompute.Dispatch;

/// <summary>One session's runs of one priority; they share what the session gets.</summary>
internal sealed class Client(Session session, Level level) : Share
{
    public Session Session => session;

    public Level Level => level;

    /// <summary>Its runs with items to lease.</summary>
    public FairQueue<Run> Waiting { get; } = new();

    /// <summary>Its open runs.</summary>
    public int Runs { get; set; }
}

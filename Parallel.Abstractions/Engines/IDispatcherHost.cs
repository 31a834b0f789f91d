namespace ParallelCompute.Engines;

/// <summary>What an engine offers to the dispatcher it hosts.</summary>
public interface IDispatcherHost
{
    /// <summary>Runs an action in a turn of the dispatcher after a delay; disposing the result prevents it.</summary>
    IDisposable After(TimeSpan delay, Action turn);

    /// <summary>
    /// Ends the connection to a worker that broke the protocol or hangs; its loss is then reported as usual.
    /// </summary>
    void Disconnect(string worker, string reason);

    /// <summary>A monotonic clock in ticks of 100 ns.</summary>
    long Now { get; }
}

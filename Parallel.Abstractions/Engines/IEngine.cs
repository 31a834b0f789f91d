using ParallelCompute.Launching;

namespace ParallelCompute.Engines;

/// <summary>Carries the grains of one cluster: identity, turns, messages and notices of failure.</summary>
public interface IEngine : IAsyncDisposable
{
    /// <summary>The dispatcher; calls to it are messages.</summary>
    ITaskDispatcherGrain Dispatcher { get; }

    /// <summary>Makes the cluster ready for silos to join.</summary>
    /// <returns>What a silo needs to join, for the launcher to hand over.</returns>
    Task<JoinTicket> StartAsync(CancellationToken cancellationToken);

    /// <summary>Ends the connection to a worker that the launcher found dead or that must go.</summary>
    void Disconnect(string worker, string reason);

    /// <summary>Asks every worker to stop and waits for them, no longer than the time given.</summary>
    Task StopAsync(TimeSpan limit);
}

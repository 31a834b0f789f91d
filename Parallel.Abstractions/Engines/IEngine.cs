using ParallelCompute.Launching;

namespace ParallelCompute.Engines;

/// <summary>Carries the grains of one cluster: identity, turns, messages and notices of failure.</summary>
public interface IEngine : IAsyncDisposable
{
    /// <summary>The dispatcher; calls to it are messages.</summary>
    ITaskDispatcherGrain Dispatcher { get; }

    /// <summary>
    /// The client's number among those of the dispatcher, from 1 on; also that of its session. Numbers of its runs and
    /// environments are greater than <see cref="FirstNumber"/>.
    /// </summary>
    long Client { get; }

    /// <summary>Where the numbers begin that no other client uses.</summary>
    long FirstNumber => (Client - 1) << 32;

    /// <summary>Makes the cluster ready for silos to join.</summary>
    /// <returns>What a silo needs to join, for the launcher to hand over.</returns>
    Task<JoinTicket> StartAsync(CancellationToken cancellationToken);

    /// <summary>Ends the connection to a worker that the launcher found dead or that must go.</summary>
    void Disconnect(string worker, string reason);

    /// <summary>Asks workers to stop and waits for them, no longer than the time given.</summary>
    /// <param name="workers">Those that this client has launched; where it is the only one, all go.</param>
    /// <param name="limit">For what they run, too.</param>
    Task StopAsync(IReadOnlyList<string> workers, TimeSpan limit);
}

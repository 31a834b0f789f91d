namespace ParallelCompute.Launching;

/// <summary>Starts and stops silos through one system. Knows no engine. Safe to call from any thread.</summary>
public interface ILauncher : IAsyncDisposable
{
    /// <summary>Asks the system for silos; returns when it has accepted.</summary>
    /// <param name="request">Which silos.</param>
    /// <param name="observe">Told of every change, from any thread; must return at once.</param>
    /// <param name="cancellationToken">Gives up waiting for the system.</param>
    /// <exception cref="LaunchException">The system is missing or refuses.</exception>
    Task StartAsync(LaunchRequest request, Action<LaunchNotice> observe, CancellationToken cancellationToken);

    /// <summary>
    /// Whether silos have guards elsewhere that start them anew: one that is lost gets time for that before it is
    /// stopped.
    /// </summary>
    bool Restarts => false;

    /// <summary>Ends silos, by force where they do not go by themselves within <paramref name="grace"/>.</summary>
    /// <remarks>
    /// Where several can be ended only together, the force waits until all of them were asked for here or have ended.
    /// </remarks>
    Task StopAsync(IReadOnlyList<string> workers, TimeSpan grace);
}

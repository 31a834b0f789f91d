namespace ParallelCompute.Launchers.Ssh;

/// <summary>Has a guard started on a host; returns once it has told of a worker.</summary>
/// <param name="host">Where.</param>
/// <param name="workers">For which workers; each hears of itself by what it brings.</param>
/// <param name="lost">
/// Told why the guard was lost, before any worker is told to have ended with it.
/// </param>
/// <param name="cancellationToken">Gives up.</param>
/// <exception cref="LaunchException">It does not start.</exception>
internal delegate Task<IHostGuard> GuardStart(
    SshHost host, IReadOnlyList<Waiting> workers, Action<string> lost, CancellationToken cancellationToken);

namespace ParallelCompute.Launchers.Ssh;

/// <summary>A guard on a host with its workers.</summary>
internal interface IHostGuard
{
    /// <summary>Ends when the guard has ended and the end of every worker is told; never fails.</summary>
    Task Ended { get; }

    /// <summary>Its workers whose end has not been told.</summary>
    IReadOnlyList<string> Workers { get; }

    /// <summary>Ends some of its workers, by force where they do not go by themselves within the grace.</summary>
    /// <param name="workers">Which; those that are not its own mean nothing.</param>
    /// <param name="grace">For how long they may go on.</param>
    Task StopAsync(IReadOnlyList<string> workers, TimeSpan grace);

    /// <summary>Ends it with all that it holds.</summary>
    Task CloseAsync();
}

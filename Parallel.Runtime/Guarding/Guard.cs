using ParallelCompute.Runtime.Connections;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>
/// Starts workers as processes of this machine for a client on another one, finds out why one died, makes that known
/// and starts it anew.
/// </summary>
/// <remarks>Workers end with their guard, however it ends. Safe to call from any thread.</remarks>
public sealed class Guard
{
    private readonly GuardedWorker[] _workers;

    /// <summary>Makes the guard; nothing is started before <see cref="RunAsync"/>.</summary>
    /// <exception cref="LaunchException">The ticket is damaged.</exception>
    public Guard(GuardSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        IGuardReport report = settings.Report is { } lines ? new LineReport(lines) : Dialed(settings);
        var starter = new SiloStarter(SiloProgram.Own(), report.Output);
        _workers = [.. settings.Workers.Select(w => new GuardedWorker(w, settings, starter, report))];
    }

    /// <summary>Runs the workers until all have ended for good.</summary>
    /// <returns>Null where all of them ended as they were meant to, otherwise why one was given up.</returns>
    public async Task<string?> RunAsync()
    {
        var ends = await Task.WhenAll(_workers.Select(w => w.KeepAsync())).ConfigureAwait(false);
        return Array.Find(ends, e => e is not null);
    }

    /// <summary>Has all workers leave their cluster, in order, and ends by force who has not left in time.</summary>
    /// <param name="within">The time for that.</param>
    public Task LeaveAsync(TimeSpan within) => Task.WhenAll(_workers.Select(w => w.LeaveAsync(within)));

    /// <summary>The same for one worker; nothing happens where there is none of that id.</summary>
    /// <param name="worker">Its id.</param>
    /// <param name="within">The time for that.</param>
    public Task LeaveAsync(string worker, TimeSpan within) =>
        Array.Find(_workers, w => w.Id == worker)?.LeaveAsync(within) ?? Task.CompletedTask;

    private static DialedReport Dialed(GuardSettings settings)
    {
        try
        {
            return new DialedReport(Tickets.Read(settings.Ticket), settings);
        }
        catch (FormatException e)
        {
            throw new LaunchException("The join ticket is damaged.", e);
        }
    }
}

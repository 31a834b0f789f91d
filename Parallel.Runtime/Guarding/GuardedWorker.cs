using ParallelCompute.Launching;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>One worker of a guard: a process, and after its death another one.</summary>
internal sealed class GuardedWorker(string id, GuardSettings settings, SiloStarter starter, IGuardReport report)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, string> NoVariables = [];

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SiloProcess? _silo;

    public string Id => id;

    /// <summary>Runs the worker until it has ended and is not started anew.</summary>
    /// <returns>Null after an end that was meant, otherwise why it is given up.</returns>
    public async Task<string?> KeepAsync()
    {
        for (var failures = 0; ;)
        {
            SiloProcess? silo;
            try
            {
                silo = Start();
            }
            catch (LaunchException e)
            {
                await report.TellAsync(new LaunchNotice(id, LaunchState.Exited, e.Message), 0).ConfigureAwait(false);
                return e.Message;
            }

            if (silo is null)
            {
                await report.TellAsync(new LaunchNotice(id, LaunchState.Exited, "its guard was told to end"), 0)
                    .ConfigureAwait(false);
                return null;
            }

            silo.Hand(settings.Ticket);
            await report.TellAsync(
                new LaunchNotice(
                    id, LaunchState.Running, $"process {silo.ProcessId} of {Environment.MachineName}"),
                silo.ProcessId).ConfigureAwait(false);
            var end = await silo.Ended.ConfigureAwait(false);
            failures = end.WasReady ? 0 : failures + 1;
            var isMeant = end.WasOrderly || _leaving.Task.IsCompleted;
            var restarts = settings.Nanny && !isMeant && failures < settings.AllowedFailures;
            await report.TellAsync(end.Notice with { Restarts = restarts }, silo.ProcessId, insist: !end.WasOrderly)
                .ConfigureAwait(false);
            if (!restarts)
            {
                return isMeant ? null : $"worker {id} has ended: {end.Notice.Detail}" + (settings.Nanny
                    ? $"; it died {failures} times in a row before it was ready" : "");
            }

            await Task.WhenAny(Task.Delay(PauseAfter(failures)), _leaving.Task).ConfigureAwait(false);
        }
    }

    /// <summary>Has the worker leave its cluster; what is left of it after that time is ended by force.</summary>
    public async Task LeaveAsync(TimeSpan within)
    {
        SiloProcess? silo;
        lock (_gate)
        {
            silo = _silo;
            // Nothing that runs then starts a process.
            _leaving.TrySetResult();
        }

        if (silo is not null)
        {
            // The last part is for what comes after its last item.
            silo.Leave(within * 0.9);
            await silo.StopAsync(within).ConfigureAwait(false);
        }
    }

    /// <summary>One that was ready comes again at once.</summary>
    private static TimeSpan PauseAfter(int failures)
    {
        var pause = failures == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Pow(2, failures - 1));
        return pause < LongestPause ? pause : LongestPause;
    }

    private SiloProcess? Start()
    {
        lock (_gate)
        {
            return _leaving.Task.IsCompleted ? null
                : _silo = starter.Start(new SiloOrder(id, settings.Slots, NoVariables, settings.MemoryLimit));
        }
    }
}

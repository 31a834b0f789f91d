using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;

namespace ParallelCompute.Clusters;

/// <summary>Workers whose time is limited have others in their place before it is over.</summary>
internal sealed partial class Cluster
{
    /// <summary>The most that a timer takes, and more than schedulers lend a machine.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    /// <summary>About how long a worker takes from being asked for until it is ready.</summary>
    private TimeSpan _startTime;

    /// <summary>Learns from a worker that is ready for the first time; call with the lock held.</summary>
    private void NoteStart(WorkerRecord record)
    {
        if (!record.IsForeign && record.State == WorkerState.Starting && !record.WasReady)
        {
            var took = TimeProvider.System.GetElapsedTime(record.AskedAt);
            // Waiting in a queue is shorter at times: remembered for a while.
            _startTime = took > _startTime / 2 ? took : _startTime / 2;
        }
    }

    private async Task ReplaceInTimeAsync(string worker, WorkerRecord record, TimeSpan remaining)
    {
        TimeSpan ahead;
        lock (_gate)
        {
            // What leaving takes, and what the other one takes to come; one that is fresh is not replaced.
            ahead = settings.CancelGrace + SiloGrace + _startTime;
            ahead = ahead < remaining / 2 ? ahead : remaining / 2;
        }

        var wait = remaining - ahead;
        await Task.Delay(wait < LongestTimer ? wait : LongestTimer, _ending.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            if (_closing || !record.Lasts || wait > LongestTimer)
            {
                return;
            }

            record.IsExpiring = true;
        }

        var reason = $"its time is over in {ahead.TotalSeconds:0} s";
        logger.LogInformation("Of worker {Worker} {Reason}; another one is asked for.", worker, reason);
        await ReplaceAsync(new LaunchNotice(worker, LaunchState.Running, reason)).ConfigureAwait(false);
    }
}

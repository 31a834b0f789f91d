using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;

namespace ParallelCompute.Launchers.Batch;

internal sealed partial class BatchLauncher
{
    /// <summary>How often the queue is looked at while somebody waits for a job's end.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>While jobs wait for room in the queue.</summary>
    private static readonly TimeSpan LongestForRoom = TimeSpan.FromSeconds(3);

    /// <summary>Looks at the queue before a job counts as ended that was never listed.</summary>
    private const int MostMissed = 5;

    private readonly SemaphoreSlim _wake = new(0);
    private readonly SemaphoreSlim _looking = new(1);
    private long _changed = TimeProvider.System.GetTimestamp();
    private int _hurries;
    private bool _isSilent;

    /// <summary>Looks at the queue again and again: often where things change, seldom where they do not.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _wake.WaitAsync(Pause(), cancellationToken).ConfigureAwait(false);
            await LookOrSkipAsync(cancellationToken).ConfigureAwait(false);
            await SubmitWaitingAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A system that does not answer is asked again later.</summary>
    private async Task LookOrSkipAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken).ConfigureAwait(false);
            _isSilent = false;
        }
        catch (LaunchException e)
        {
            if (!_isSilent)
            {
                logger.LogWarning(e, "{System} does not tell what its jobs do; it is asked again.", system.Name);
            }

            _isSilent = true;
        }
    }

    private TimeSpan Pause()
    {
        lock (_gate)
        {
            var calm = TimeProvider.System.GetElapsedTime(_changed) / 10;
            var longest = _waiting.Count > 0 ? LongestForRoom : Longest;
            return _hurries > 0 ? Quick : calm < Shortest ? Shortest : calm > longest ? longest : calm;
        }
    }

    /// <summary>Until it is disposed, the queue is looked at more often.</summary>
    private Haste Hurry()
    {
        Interlocked.Increment(ref _hurries);
        _wake.Release();
        return new Haste(this);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await _looking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            QueuedJob[] jobs;
            lock (_gate)
            {
                jobs = [.. _queued];
            }

            if (jobs.Length == 0)
            {
                return;
            }

            var states = await system.StatesAsync([.. jobs.Select(j => j.Id!)], cancellationToken)
                .ConfigureAwait(false);
            foreach (var job in jobs)
            {
                await UpdateAsync(job, states.GetValueOrDefault(job.Id!), cancellationToken).ConfigureAwait(false);
            }

            await RefuseAsync([.. jobs.Where(j => !j.IsCanceled && states.GetValueOrDefault(j.Id!) is
                { CanNeverRun: true })], states).ConfigureAwait(false);
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <summary>Takes over what the system says of a job; null: it does not list it.</summary>
    private async Task UpdateAsync(QueuedJob job, JobState? state, CancellationToken cancellationToken)
    {
        var hasEnded = false;
        lock (_gate)
        {
            switch (state?.Phase)
            {
                // One that was never listed may only just have been submitted.
                case null when job.WasListed || job.IsCanceled || ++job.Missed > MostMissed:
                case JobPhase.Ended:
                    hasEnded = true;
                    break;
                case null:
                    return;
                default:
                    job.WasListed = true;
                    job.IsRunning = state!.Phase == JobPhase.Running;
                    if (job.Tell(job.IsRunning ? LaunchState.Running : LaunchState.Pending, state.Words))
                    {
                        _changed = TimeProvider.System.GetTimestamp();
                    }

                    break;
            }
        }

        if (hasEnded)
        {
            var (words, tail) = await system.EndOfAsync(job.Id!, state, job.IsCanceled, cancellationToken)
                .ConfigureAwait(false);
            lock (_gate)
            {
                Forget(job, $"its job {job.Id} has ended: {words}", tail);
            }
        }
    }

    /// <summary>What waits in vain is taken back and told, so that nobody waits for it.</summary>
    private async Task RefuseAsync(QueuedJob[] jobs, IReadOnlyDictionary<string, JobState> states)
    {
        await system.CancelAsync([.. jobs.Select(j => j.Id!)]).ConfigureAwait(false);
        lock (_gate)
        {
            foreach (var job in jobs)
            {
                job.IsCanceled = true;
                Forget(job, $"its job {job.Id} could never start here: {states[job.Id!].Words}. Ask for less, or for " +
                    "another queue", "");
            }
        }
    }

    /// <summary>Call with the lock held.</summary>
    private void Forget(QueuedJob job, string detail, string logTail)
    {
        _queued.Remove(job);
        foreach (var worker in job.Workers)
        {
            _ofWorker.Remove(worker);
        }

        _changed = TimeProvider.System.GetTimestamp();
        job.End(detail, logTail);
    }

    private void Relaxed() => Interlocked.Decrement(ref _hurries);

    private sealed class Haste(BatchLauncher launcher) : IDisposable
    {
        public void Dispose() => launcher.Relaxed();
    }
}

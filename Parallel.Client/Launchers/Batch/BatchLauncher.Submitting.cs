using System.Diagnostics;
using ParallelCompute.Launching;

namespace ParallelCompute.Launchers.Batch;

internal sealed partial class BatchLauncher
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>One at a time submits.</summary>
    private readonly SemaphoreSlim _submitting = new(1);

    private TimeSpan _pause = FirstPause;

    /// <summary>When to submit again, as a timestamp.</summary>
    private long _resume;

    /// <summary>Submits what waits, as far as there is room in the queue.</summary>
    private async Task SubmitWaitingAsync(CancellationToken cancellationToken)
    {
        await _submitting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (Next() is { Length: > 0 } jobs)
            {
                await SubmitAsync(jobs, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _submitting.Release();
        }
    }

    /// <summary>Takes the first that wait, as many as one command may submit.</summary>
    private QueuedJob[] Next()
    {
        lock (_gate)
        {
            if (TimeProvider.System.GetTimestamp() < _resume)
            {
                return [];
            }

            var room = Math.Min(system.MostQueued - _queued.Count, system.MostAtOnce);
            QueuedJob[] next = [.. _waiting.Take(room).TakeWhile(j =>
                j.Request == _waiting[0].Request && j.Workers.Count == _waiting[0].Workers.Count)];
            if (next.Length == 0)
            {
                _waiting.ForEach(j => j.Tell(LaunchState.Pending,
                    $"not submitted yet: {_queued.Count} jobs are in the queue (max_queued)"));
            }

            _waiting.RemoveRange(0, next.Length);
            return next;
        }
    }

    private async Task SubmitAsync(QueuedJob[] jobs, CancellationToken cancellationToken)
    {
        try
        {
            var (ids, busy) = await system.SubmitAsync(
                jobs[0].Request, [.. jobs.Select(j => j.Workers)], cancellationToken).ConfigureAwait(false);
            if (busy is not null)
            {
                Postpone(jobs, busy);
                return;
            }

            string[] unwanted;
            lock (_gate)
            {
                foreach (var (job, id) in jobs.Zip(ids))
                {
                    job.Id = id;
                    _queued.Add(job);
                    job.Tell(LaunchState.Pending, $"submitted as job {id}");
                }

                unwanted = [.. jobs.Where(j => j.IsCanceled).Select(j => j.Id!)];
                _changed = TimeProvider.System.GetTimestamp();
                _pause = FirstPause;
            }

            await system.CancelAsync(unwanted).ConfigureAwait(false);
        }
        catch (LaunchException e)
        {
            lock (_gate)
            {
                foreach (var job in jobs)
                {
                    job.Refusal = e;
                    Forget(job, e.Message, "");
                }
            }
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                // Not all of them need be of the request that was given up.
                _waiting.InsertRange(0, jobs);
            }

            throw;
        }
    }

    /// <summary>Tries again later, after longer and longer pauses: the system is too busy.</summary>
    private void Postpone(QueuedJob[] jobs, string words)
    {
        lock (_gate)
        {
            var wanted = jobs.Where(j => !j.IsCanceled).ToArray();
            _waiting.InsertRange(0, wanted);
            foreach (var job in jobs.Except(wanted))
            {
                Forget(job, "it was not submitted any more", "");
            }

            _resume = TimeProvider.System.GetTimestamp() + (long)(_pause.TotalSeconds * Stopwatch.Frequency);
            _waiting.ForEach(j => j.Tell(LaunchState.Pending,
                $"refused for now and tried again in {_pause.TotalSeconds} s: {words}"));
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        }
    }
}

using System.Globalization;
using Microsoft.Extensions.Logging;
using ParallelCompute.Code;
using ParallelCompute.Launching;

namespace ParallelCompute.Clusters;

internal sealed partial class Cluster
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private async Task LaunchAsync(int count, CancellationToken cancellationToken)
    {
        string[] workers;
        lock (_gate)
        {
            workers = [.. Enumerable.Range(0, count).Select(_ => NewWorker())];
        }

        var request = new LaunchRequest(
            workers, _ticket!, _joined.Task, settings.ThreadsPerWorker, settings.Variables, settings.MemoryLimit);
        try
        {
            await launcher.StartAsync(request, Observe, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Nobody may wait for workers that will never come.
            lock (_gate)
            {
                foreach (var worker in workers)
                {
                    if (_workers.TryGetValue(worker, out var record) && record.IsAlive)
                    {
                        Bury(worker, record);
                    }
                }
            }

            throw;
        }
    }

    private string NewWorker()
    {
        // Clients of one dispatcher know nothing of each other's workers.
        var client = engine.FirstNumber == 0 ? "" : $"c{engine.Client:x}-";
        var id = string.Create(CultureInfo.InvariantCulture, $"{client}w{++_lastWorker}");
        _workers.Add(id, new WorkerRecord(_lastWorker));
        return id;
    }

    private void Observe(LaunchNotice notice)
    {
        if (notice.State == LaunchState.Exited)
        {
            engine.Dispatcher.WorkerDied(notice.Worker, notice.Detail, notice.LogTail, notice.Marks);
            if (!notice.Restarts)
            {
                engine.Disconnect(notice.Worker, notice.Detail);
            }
        }

        GuardSaid(notice);
    }

    /// <summary>Notes what a launcher or a guard tells; the dispatcher knows it.</summary>
    public void GuardSaid(LaunchNotice notice)
    {
        lock (_gate)
        {
            // Of a job's end both may tell.
            if (!_workers.TryGetValue(notice.Worker, out var record) || record.IsForeign || !record.IsAlive)
            {
                return;
            }

            var hasEnded = notice is { State: LaunchState.Exited, Restarts: false };
            if (record.IsLeaving && hasEnded)
            {
                _workers.Remove(notice.Worker);
                record.Left.SetResult();
                return;
            }

            if (_closing || record.IsLeaving)
            {
                return;
            }

            record.Reason = notice.Detail;
            record.IsRestarting |= notice.Restarts;
            if (!hasEnded)
            {
                LogIfEnded(notice);
                return;
            }

            _failedStarts += record.WasReady ? 0 : 1;
            Bury(notice.Worker, record);
        }

        LogIfEnded(notice);
        if (settings.Nanny && Volatile.Read(ref _failedStarts) < settings.AllowedFailures)
        {
            _ = ReplaceAsync(notice);
        }
        else if (!GiveUpIfNoneLeft(notice) && settings.Nanny)
        {
            _ = ReplaceLaterAsync(notice);
        }
    }

    private void LogIfEnded(LaunchNotice notice)
    {
        if (notice.State == LaunchState.Exited)
        {
            logger.LogWarning("Worker {Worker} has ended: {Cause}.{Next}", notice.Worker, notice.Detail,
                notice.Restarts ? " Its guard starts it anew." : "");
        }
    }

    private async Task ReplaceAsync(LaunchNotice lost)
    {
        // Not under the caller's lock.
        await Task.Yield();
        try
        {
            await AdjustAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (LaunchException e)
        {
            logger.LogWarning(e, "Worker {Worker} cannot be replaced.", lost.Worker);
            GiveUpIfNoneLeft(lost);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The client is closing.
        }
    }

    /// <summary>After several that did not get ready the next ones come slower, and ever slower.</summary>
    private async Task ReplaceLaterAsync(LaunchNotice lost)
    {
        TimeSpan pause;
        CancellationToken ended;
        lock (_gate)
        {
            if (_retrying || _closing)
            {
                return;
            }

            _retrying = true;
            ended = _ending.Token;
            pause = PauseAfter(_failedStarts - settings.AllowedFailures);
        }

        logger.LogWarning("{Count} workers in a row died before they were ready. The missing ones are started again " +
            "in {Seconds} s; the others go on.", _failedStarts, pause.TotalSeconds);
        await Task.Delay(pause, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _retrying = false;
            if (_closing || _failure is LaunchException)
            {
                return;
            }
        }

        await ReplaceAsync(lost).ConfigureAwait(false);
    }

    /// <summary>One second at first, then twice as long each time.</summary>
    internal static TimeSpan PauseAfter(int failures)
    {
        var seconds = Math.Pow(2, Math.Clamp(failures, 0, 30));
        return seconds < LongestPause.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestPause;
    }

    /// <returns>Whether none is left.</returns>
    private bool GiveUpIfNoneLeft(LaunchNotice last)
    {
        LaunchException failure;
        lock (_gate)
        {
            if (_closing || _workers.Values.Any(w => w.Counts))
            {
                return false;
            }

            failure = new LaunchException($"No worker is left: the last one, {last.Worker}, ended with {last.Detail}" +
                (settings.Nanny ? $", and {_failedStarts} in a row died before they were ready."
                    : " and nanny is false.") +
                (last.LogTail.Length == 0 ? "" : $" Its last output:\n{last.LogTail}")) { Output = last.LogTail };
            _failure = failure;
            Signal();
        }

        engine.Dispatcher.WorkersUnavailable(engine.Client, Failures.Of(failure));
        return true;
    }
}

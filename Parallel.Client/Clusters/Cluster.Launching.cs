using System.Globalization;
using Microsoft.Extensions.Logging;
using ParallelCompute.Code;
using ParallelCompute.Launching;

namespace ParallelCompute.Clusters;

internal sealed partial class Cluster
{
    private async Task LaunchAsync(int count, CancellationToken cancellationToken)
    {
        string[] workers;
        lock (_gate)
        {
            workers = [.. Enumerable.Range(0, count).Select(_ => NewWorker())];
        }

        var request = new LaunchRequest(
            workers, _ticket!, _joined.Task, settings.ThreadsPerWorker, settings.Variables);
        try
        {
            await launcher.StartAsync(request, Observe, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Nobody may wait for workers that will never come.
            lock (_gate)
            {
                foreach (var worker in workers.Select(w => _workers[w]))
                {
                    (worker.IsAlive, worker.State) = (false, WorkerState.Lost);
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
        bool isLeaving;
        lock (_gate)
        {
            if (!_workers.TryGetValue(notice.Worker, out var record))
            {
                return;
            }

            isLeaving = record.IsLeaving;
            if (isLeaving && notice.State == LaunchState.Exited)
            {
                _workers.Remove(notice.Worker);
                record.Left.SetResult();
            }

            if (_closing)
            {
                return;
            }

            record.Reason = notice.Detail;
            if (notice.State != LaunchState.Exited)
            {
                return;
            }

            _failedStarts += record.WasReady || isLeaving ? 0 : 1;
            (record.IsAlive, record.State) = (false, WorkerState.Lost);
        }

        if (!isLeaving)
        {
            logger.LogWarning("Worker {Worker} has ended: {Cause}.", notice.Worker, notice.Detail);
        }

        engine.Dispatcher.WorkerDied(notice.Worker, notice.Detail, notice.LogTail, notice.Marks);
        engine.Disconnect(notice.Worker, notice.Detail);
        if (isLeaving)
        {
            return;
        }

        if (settings.Nanny && Volatile.Read(ref _failedStarts) < settings.AllowedFailures)
        {
            _ = ReplaceAsync(notice);
        }
        else
        {
            GiveUpIfNoneLeft(notice);
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
    }

    private void GiveUpIfNoneLeft(LaunchNotice last)
    {
        LaunchException failure;
        lock (_gate)
        {
            if (_closing || _workers.Values.Any(w => w.Counts))
            {
                return;
            }

            failure = new LaunchException($"No worker is left: the last one, {last.Worker}, ended with {last.Detail}" +
                (settings.Nanny ? $", and {_failedStarts} in a row died before they were ready."
                    : " and nanny is false.") +
                (last.LogTail.Length == 0 ? "" : $" Its last output:\n{last.LogTail}")) { Output = last.LogTail };
            _failure = failure;
            Signal();
        }

        engine.Dispatcher.WorkersUnavailable(engine.Client, Failures.Of(failure));
    }
}

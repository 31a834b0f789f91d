namespace ParallelCompute.Clusters;

internal sealed partial class Cluster
{
    /// <summary>Has that many workers from now on; returns when those too many have left.</summary>
    /// <exception cref="LaunchException">Workers cannot be started.</exception>
    public async Task ScaleAsync(int workers, CancellationToken cancellationToken)
    {
        Task left;
        lock (_gate)
        {
            // Whoever asks for workers gives those that died before a new chance.
            (_wanted, _failedStarts) = (workers, 0);
            _failure = _failure is LaunchException ? null : _failure;
        }

        try
        {
            await AdjustAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ParallelException("The client was closed while its workers were started.");
        }

        lock (_gate)
        {
            left = Task.WhenAll(_workers.Values.Where(w => w.IsLeaving).Select(w => w.Left.Task));
        }

        await left.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts workers or has some leave, so that there are as many as are wanted now.</summary>
    private async Task AdjustAsync(CancellationToken cancellationToken)
    {
        // Closing waits for whoever starts workers, so that it finds them all: what takes long ends with it.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
        await _scaling.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            int missing;
            List<string> leaving, unready;
            lock (_gate)
            {
                missing = _closing ? 0 : _wanted - _workers.Values.Count(w => w.Lasts);
                (leaving, unready) = Leave(-missing);
            }

            leaving.ForEach(w => engine.Dispatcher.Drain(w, settings.CancelGrace));

            if (missing > 0)
            {
                await LaunchAsync(missing, either.Token).ConfigureAwait(false);
            }

            // They hold nothing that could be finished.
            await launcher.StopAsync(unready, TimeSpan.Zero).ConfigureAwait(false);
        }
        finally
        {
            _scaling.Release();
        }
    }

    /// <summary>Chooses that many workers to leave: those not ready first, then the youngest.</summary>
    private (List<string> All, List<string> Unready) Leave(int count)
    {
        List<string> all = [], unready = [];
        foreach (var (id, record) in _workers.Where(w => w.Value.Lasts)
            .OrderBy(w => IsReady(w.Value)).ThenByDescending(w => w.Value.Number).Take(count))
        {
            if (record.State == WorkerState.Starting)
            {
                unready.Add(id);
            }

            (record.IsLeaving, record.State, record.Reason) = (true, WorkerState.Leaving, "told to leave");
            all.Add(id);
        }

        return (all, unready);
    }
}

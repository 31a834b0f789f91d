using ParallelCompute.Code;

namespace ParallelCompute.Clusters;

/// <summary>Workers that others launched: by hand, or another client of the dispatcher.</summary>
internal sealed partial class Cluster
{
    /// <summary>Call with the lock held.</summary>
    private WorkerRecord AddForeign(string worker)
    {
        var record = new WorkerRecord(0) { IsForeign = true };
        _workers.Add(worker, record);
        return record;
    }

    /// <summary>Call with the lock held.</summary>
    private void LoseForeign(string worker, string reason)
    {
        _workers.Remove(worker);
        if (_workers.Count == 0)
        {
            _ = GiveUpIfNoneComesAsync(worker, reason);
        }
    }

    /// <summary>Nobody here starts workers, so some may come at any time: they have as long as at the start.</summary>
    private async Task GiveUpIfNoneComesAsync(string last, string reason)
    {
        try
        {
            await WaitAsync(1, settings.StartTimeout, _ending.Token).ConfigureAwait(false);
        }
        catch (LaunchException)
        {
            engine.Dispatcher.WorkersUnavailable(engine.Client, Failures.Of(new LaunchException(
                $"No worker is left: the last one, {last}, was lost ({reason}), and none has come within " +
                $"{settings.StartTimeout.TotalSeconds} s (start_timeout).")));
        }
        catch (Exception e) when (e is OperationCanceledException or ParallelException or ObjectDisposedException)
        {
            // The client is being closed, or setup has failed: runs know.
        }
    }
}

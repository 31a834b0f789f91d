using ParallelCompute.Launching;

namespace ParallelCompute.Clusters;

internal sealed partial class Cluster
{
    /// <summary>Beyond the grace for user code: for the silo itself to leave.</summary>
    private static readonly TimeSpan SiloGrace = TimeSpan.FromSeconds(2);

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing = true;
            _failure = new ParallelException("The client was closed.");
            Signal();
        }

        await _ending.CancelAsync().ConfigureAwait(false);
        await _starting.ConfigureAwait(false);
        // A worker that is being started right now must be there to be stopped.
        await _scaling.WaitAsync().ConfigureAwait(false);
        _scaling.Release();
        string[] workers;
        lock (_gate)
        {
            workers = [.. _workers.Where(w => w.Value is { IsAlive: true, IsForeign: false }).Select(w => w.Key)];
        }

        var absent = await AbsentAsync().ConfigureAwait(false);
        try
        {
            // Those go first: they shall not find a dispatcher that has closed. In the others user code gets its grace,
            // the silo a little more; then the process is ended.
            var ending = launcher.StopAsync(absent, TimeSpan.Zero);
            var stopping = engine.StopAsync(workers, settings.CancelGrace);
            RemoveCredentials();
            var leaving = launcher.StopAsync([.. workers.Except(absent)], settings.CancelGrace + SiloGrace);
            await Task.WhenAll(ending, stopping, leaving).ConfigureAwait(false);
        }
        finally
        {
            Blobs.Close();
            await engine.DisposeAsync().ConfigureAwait(false);
            await launcher.DisposeAsync().ConfigureAwait(false);
            _ending.Dispose();
        }
    }

    /// <summary>
    /// Workers that have not joined yet, booting or in a queue: they hold nothing that could be finished.
    /// </summary>
    private async Task<string[]> AbsentAsync()
    {
        string[] starting;
        lock (_gate)
        {
            starting = [.. _workers.Where(w => w.Value is { Counts: true, State: WorkerState.Starting })
                .Select(w => w.Key)];
        }

        if (starting.Length == 0)
        {
            return [];
        }

        // Setup may be running on some of them.
        var answer = new TaskCompletionSource<ClusterSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Dispatcher.Inspect(answer.SetResult);
        try
        {
            var joined = await answer.Task.WaitAsync(LastWords).ConfigureAwait(false);
            return [.. starting.Except(joined.Workers.Select(w => w.Id))];
        }
        catch (TimeoutException)
        {
            // The dispatcher, in a process of its own, is away: nobody knows.
            return [];
        }
    }

    private void RemoveCredentials()
    {
        if (settings.CredentialsFile is { } file && _ticket is { IsCompletedSuccessfully: true })
        {
            CredentialsFile.Remove(file);
        }
    }
}

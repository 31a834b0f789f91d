using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;

namespace ParallelCompute.Launchers.Batch;

/// <summary>Starts silos as jobs of a batch system, follows what becomes of these, and cancels them.</summary>
/// <param name="system">The batch system.</param>
/// <param name="logger">Where it is logged that the system does not answer.</param>
internal sealed partial class BatchLauncher(BatchSystem system, ILogger logger) : ILauncher
{
    /// <summary>How long the system may take to end a job that was canceled; then it is taken for ended.</summary>
    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();

    /// <summary>Not submitted yet, in this order.</summary>
    private readonly List<QueuedJob> _waiting = [];

    /// <summary>Submitted and not ended.</summary>
    private readonly List<QueuedJob> _queued = [];

    private readonly Dictionary<string, QueuedJob> _ofWorker = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();
    private Task _watching = Task.CompletedTask;

    /// <summary>A job has a guard.</summary>
    public bool Restarts => true;

    /// <summary>Submits jobs; those that max_queued holds back follow as others end.</summary>
    public async Task StartAsync(LaunchRequest request, Action<LaunchNotice> observe,
        CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
        system.Prepare(request, await request.Ticket.WaitAsync(either.Token).ConfigureAwait(false));
        QueuedJob[] jobs = [.. request.Workers.Chunk(system.WorkersPerJob)
            .Select(w => new QueuedJob(request, w, observe))];
        lock (_gate)
        {
            _waiting.AddRange(jobs);
            foreach (var (job, worker) in jobs.SelectMany(j => j.Workers.Select(w => (j, w))))
            {
                _ofWorker[worker] = job;
            }

            if (_watching.IsCompleted)
            {
                _watching = WatchAsync(_ending.Token);
            }
        }

        try
        {
            await SubmitWaitingAsync(either.Token).ConfigureAwait(false);
            if (jobs.FirstOrDefault(j => j.Refusal is not null)?.Refusal is { } refusal)
            {
                throw refusal;
            }
        }
        catch
        {
            await CancelAsync(jobs).ConfigureAwait(false);
            throw;
        }
    }

    public async Task StopAsync(IReadOnlyList<string> workers, TimeSpan grace)
    {
        QueuedJob[] jobs;
        lock (_gate)
        {
            // A job with several workers goes on as long as one of them is wanted.
            jobs = [.. workers.Where(_ofWorker.ContainsKey).GroupBy(w => _ofWorker[w])
                .Where(g => g.Key.Unwant(g)).Select(g => g.Key)];
        }

        await EndAsync(jobs, grace).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Whoever submits right now learns the ids of what is to be canceled.
        await _submitting.WaitAsync().ConfigureAwait(false);
        QueuedJob[] jobs;
        lock (_gate)
        {
            jobs = [.. _waiting, .. _queued];
        }

        await CancelAsync(jobs).ConfigureAwait(false);
        await system.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Lets jobs end by themselves for a while, then cancels them.</summary>
    private async Task EndAsync(IReadOnlyList<QueuedJob> jobs, TimeSpan grace)
    {
        QueuedJob[] running;
        lock (_gate)
        {
            running = [.. jobs.Where(j => j.IsRunning)];
        }

        using var hurry = Hurry();
        var idle = CancelAsync([.. jobs.Except(running)]);
        await Task.WhenAll(running.Select(j => j.Ended)).WaitAsync(grace)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CancelAsync([.. running.Where(j => !j.Ended.IsCompleted)]).ConfigureAwait(false);
        await idle.ConfigureAwait(false);
    }

    /// <summary>Cancels jobs and waits until they are gone, not longer than the system is given for that.</summary>
    private async Task CancelAsync(IReadOnlyList<QueuedJob> jobs)
    {
        string[] ids;
        lock (_gate)
        {
            foreach (var job in jobs)
            {
                job.IsCanceled = true;
                if (job.Id is null && _waiting.Remove(job))
                {
                    Forget(job, "it was not submitted any more", "");
                }
            }

            ids = [.. jobs.Where(j => !j.Ended.IsCompleted).Select(j => j.Id).OfType<string>()];
        }

        var gone = Task.WhenAll(jobs.Select(j => j.Ended));
        if (gone.IsCompleted)
        {
            return;
        }

        using var hurry = Hurry();
        await system.CancelAsync(ids).ConfigureAwait(false);
        var limit = Task.Delay(CancelLimit);
        while (!gone.IsCompleted && !limit.IsCompleted)
        {
            await LookOrSkipAsync(CancellationToken.None).ConfigureAwait(false);
            await Task.WhenAny(gone, limit, Task.Delay(Quick)).ConfigureAwait(false);
        }

        lock (_gate)
        {
            foreach (var job in jobs.Where(j => !j.Ended.IsCompleted))
            {
                Forget(job, $"its job {job.Id} was canceled, and {CancelLimit.TotalSeconds} s later " +
                    $"{system.Name} still shows it", "");
            }
        }
    }
}

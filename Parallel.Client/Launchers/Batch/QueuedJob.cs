using ParallelCompute.Launching;

namespace ParallelCompute.Launchers.Batch;

/// <summary>
/// A job: not submitted yet, in the queue, running, or ended. Its launcher's lock guards what changes.
/// </summary>
internal sealed class QueuedJob(LaunchRequest request, IReadOnlyList<string> workers, Action<LaunchNotice> observe)
{
    private readonly HashSet<string> _unwanted = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _told = "";

    /// <summary>What it was asked for with.</summary>
    public LaunchRequest Request => request;

    public IReadOnlyList<string> Workers => workers;

    /// <summary>The system's id; null before it was submitted.</summary>
    public string? Id { get; set; }

    /// <summary>Its processes run, as far as is known.</summary>
    public bool IsRunning { get; set; }

    /// <summary>The system has shown it in its queue at least once.</summary>
    public bool WasListed { get; set; }

    /// <summary>How often the queue was looked at in vain.</summary>
    public int Missed { get; set; }

    /// <summary>It is wanted no more.</summary>
    public bool IsCanceled { get; set; }

    /// <summary>Why it could not be submitted.</summary>
    public LaunchException? Refusal { get; set; }

    /// <summary>Completes when it has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Tells what is new of a job that has not ended.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Tell(LaunchState state, string detail)
    {
        if (_ended.Task.IsCompleted || _told == detail)
        {
            return false;
        }

        _told = detail;
        foreach (var worker in workers)
        {
            observe(new LaunchNotice(worker, state, detail));
        }

        return true;
    }

    /// <summary>Notes workers that are wanted no more.</summary>
    /// <returns>Whether none is wanted any more.</returns>
    public bool Unwant(IEnumerable<string> unwanted)
    {
        _unwanted.UnionWith(unwanted);
        return _unwanted.Count == workers.Count;
    }

    /// <summary>Reports the end, once.</summary>
    public void End(string detail, string logTail)
    {
        if (_ended.TrySetResult())
        {
            foreach (var worker in workers)
            {
                observe(new LaunchNotice(worker, LaunchState.Exited, detail, logTail));
            }
        }
    }
}

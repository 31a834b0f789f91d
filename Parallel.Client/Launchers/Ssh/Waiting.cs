using ParallelCompute.Launching;

namespace ParallelCompute.Launchers.Ssh;

/// <summary>A worker that waits for its host.</summary>
/// <param name="Worker">Its id.</param>
/// <param name="Request">The request that it is of.</param>
/// <param name="Observe">Told what becomes of it.</param>
internal sealed record Waiting(string Worker, LaunchRequest Request, Action<LaunchNotice> Observe)
{
    /// <summary>Ends once it runs, or no host that might take it at once is left to try.</summary>
    public TaskCompletionSource Tried { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whoever asked for it waits no more: what becomes of it is told.</summary>
    public bool IsAccepted { get; set; }

    public void Tell(LaunchState state, string detail) => Observe(new LaunchNotice(Worker, state, detail));
}

using Microsoft.Extensions.Logging;

namespace ParallelCompute;

/// <summary>
/// What a function can learn about where it runs. Available on a worker, in <c>setup</c> and in items.
/// </summary>
/// <remarks>Flows with async calls. Outside a worker <see cref="Current"/> throws.</remarks>
public abstract class WorkerContext
{
    private static readonly AsyncLocal<WorkerContext?> Flowing = new();

    /// <summary>The context of the calling function.</summary>
    /// <exception cref="InvalidOperationException">The caller does not run on a worker.</exception>
    public static WorkerContext Current => Flowing.Value ?? throw new InvalidOperationException(
        "WorkerContext.Current is only available inside a function that runs on a worker.");

    /// <summary>The worker's id, unique in its cluster.</summary>
    public abstract string WorkerId { get; }

    /// <summary>The index of the item being run; -1 in <c>setup</c>.</summary>
    public abstract long ItemIndex { get; }

    /// <summary>1 for the item's first attempt.</summary>
    public abstract int Attempt { get; }

    /// <summary>
    /// Signaled when the run is canceled, the item has run longer than <see cref="MapOptions.ItemTimeout"/>, or the
    /// worker is told to stop.
    /// </summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>
    /// The GPUs given to this worker, in CUDA's order: by <c>env: local_gpu</c>, by <c>CUDA_VISIBLE_DEVICES</c> in its
    /// environment, or to its container. Empty when it has none.
    /// </summary>
    public abstract IReadOnlyList<Device> Devices { get; }

    /// <summary>Writes to the worker's log.</summary>
    public abstract ILogger Logger { get; }

    /// <summary>What <c>setup</c> returned on this worker, by name.</summary>
    public abstract IReadOnlyDictionary<string, object?> Environment { get; }

    /// <summary>Makes a context current for the calling flow; engines call it, user code does not.</summary>
    protected static void Enter(WorkerContext? context) => Flowing.Value = context;
}

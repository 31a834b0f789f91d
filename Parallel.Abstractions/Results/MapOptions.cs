namespace ParallelCompute;

/// <summary>How one run behaves; every property is optional.</summary>
public sealed record MapOptions
{
    /// <summary>
    /// The most items in a batch; null chooses from the measured time per item. A batch is smaller where workers would
    /// idle otherwise.
    /// </summary>
    /// <value>null (automatic).</value>
    public int? BatchSize { get; init; }

    /// <summary>What happens when the function throws.</summary>
    /// <value><see cref="OnError.Stop"/>.</value>
    public OnError OnError { get; init; }

    /// <summary>
    /// How often an item is tried again when the function throws; its last exception counts. Attempts that ended with
    /// their worker are not among these: the option <c>allowed_failures</c> bounds them. What cannot be sent is not
    /// tried again.
    /// </summary>
    /// <remarks>
    /// A retried item waits for its turn like any other and may run on another worker; other items run meanwhile.
    /// </remarks>
    /// <value>0.</value>
    public int Retries { get; init; }

    /// <summary>
    /// Whether to try an item again after that exception; null: after every one. Runs on the worker and travels there
    /// as the function does, with what it captured.
    /// </summary>
    /// <remarks>
    /// Where it throws itself, the item is not tried again: the function's exception counts, has the other one's type
    /// and message in <c>Data["RetryOnError"]</c>, and both are in the worker's log.
    /// </remarks>
    /// <value>null (every exception).</value>
    public Func<Exception, bool>? RetryOn { get; init; }

    /// <summary>
    /// How long an item waits before it is tried again. Before the n-th retry that is <c>RetryDelay</c> x 2^(n-1), and
    /// up to half as much again, which differs from item to item so that items that failed together do not come back
    /// together; in all at most 24 days.
    /// </summary>
    /// <value>Zero: no wait. At most 24 days.</value>
    public TimeSpan RetryDelay { get; init; }

    /// <summary>
    /// The longest that the function may run for one item. Where it runs longer, its
    /// <see cref="WorkerContext.CancellationToken"/> is signaled and the item fails with an
    /// <see cref="ItemTimeoutException"/>, whatever it then returns or throws. Where it has not ended within the option
    /// <c>cancel_grace</c>, its worker is killed and replaced, so that endless loops and blocking calls end too; other
    /// items of that worker run elsewhere.
    /// </summary>
    /// <remarks>
    /// Measured on the worker, to about ten milliseconds, for each attempt anew. With <see cref="Retries"/> the item is
    /// tried again if <see cref="RetryOn"/> agrees, which cannot be asked where the worker had to be killed.
    /// </remarks>
    /// <value>null (no limit). Greater than zero and at most 24 days.</value>
    public TimeSpan? ItemTimeout { get; init; }

    /// <summary>
    /// The most items that may have been taken from the input without their result having been consumed; null lets the
    /// dispatcher choose a window that keeps all workers busy.
    /// </summary>
    /// <value>null (automatic).</value>
    public int? MaxInFlight { get; init; }

    /// <summary>
    /// Told how far the run is, up to ten times a second and once at its end, on a thread of the pool; it must return
    /// soon. An exception that it throws is logged.
    /// </summary>
    /// <value>null (nobody).</value>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>
    /// Whether to show on standard error how far the run is: as a bar on a terminal, elsewhere as a line every five
    /// seconds and one at the end.
    /// </summary>
    /// <value>false.</value>
    public bool ShowProgress { get; init; }

    /// <summary>
    /// Runs of a higher priority get every slot that becomes free as long as they have items; those of the same share
    /// the workers' time equally. What runs already is not interrupted.
    /// </summary>
    /// <value>0.</value>
    public int Priority { get; init; }

    /// <summary>
    /// What one running item needs of its worker, by name, such as <c>{ ["gpu"] = 1 }</c>; amounts are greater than 0
    /// and may be fractions. Items run only on workers whose option <c>resources</c> offers as much, and no more of
    /// them at once than that.
    /// </summary>
    /// <remarks>A run that needs more than any worker offers fails at once with a message that lists what they do.
    /// </remarks>
    /// <value>null (nothing).</value>
    public IReadOnlyDictionary<string, double>? Resources { get; init; }

    /// <summary>
    /// Whether items that run long are run a second time on workers that would idle. The first outcome counts, be it a
    /// result or a failure; the other attempt sees its <see cref="WorkerContext.CancellationToken"/> signaled and,
    /// where it has not ended within the option <c>cancel_grace</c>, ends with its worker, which is replaced.
    /// </summary>
    /// <remarks>
    /// For functions that may run twice at once. An item has a second attempt once at most, and only where the run has
    /// nothing else to do: all input is with workers and what waited behind others was moved. It must have run for
    /// 100 ms and for twice the mean time of the run's items so far; a run of one item has none to compare it with.
    /// </remarks>
    /// <value>false.</value>
    public bool Speculate { get; init; }
}

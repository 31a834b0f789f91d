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
}

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
}

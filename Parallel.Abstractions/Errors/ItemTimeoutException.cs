namespace ParallelCompute;

/// <summary>An item ran longer than <see cref="MapOptions.ItemTimeout"/> allows.</summary>
public sealed class ItemTimeoutException : ParallelException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What happened, with the item's index.</param>
    /// <param name="itemIndex">The item.</param>
    /// <param name="limit">How long it was allowed to run.</param>
    /// <param name="innerException">What the function threw when it was told to end, if it did.</param>
    public ItemTimeoutException(string message, long itemIndex, TimeSpan limit, Exception? innerException = null)
        : base(message, innerException) => (ItemIndex, Limit) = (itemIndex, limit);

    /// <summary>The item's position in the input, from 0.</summary>
    public long ItemIndex { get; }

    /// <summary>How long it was allowed to run.</summary>
    public TimeSpan Limit { get; }
}

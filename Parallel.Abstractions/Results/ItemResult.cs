namespace ParallelCompute;

/// <summary>One item's outcome with where it came from.</summary>
/// <typeparam name="TItem">The input's type.</typeparam>
/// <typeparam name="TResult">The result's type.</typeparam>
public readonly record struct ItemResult<TItem, TResult>
{
    /// <summary>The item's position in the input, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>The item itself, as the input gave it.</summary>
    public required TItem Input { get; init; }

    /// <summary>The function's result; the default where <see cref="Error"/> is set.</summary>
    public TResult? Value { get; init; }

    /// <summary>What the function threw, with <see cref="OnError.Collect"/>; otherwise null.</summary>
    public Exception? Error { get; init; }

    /// <summary>The worker that ran the item.</summary>
    public required string WorkerId { get; init; }

    /// <summary>1 for the first attempt; larger where workers were lost or the item was retried.</summary>
    public required int Attempt { get; init; }

    /// <summary>The time the function took on the worker.</summary>
    public required TimeSpan Elapsed { get; init; }
}

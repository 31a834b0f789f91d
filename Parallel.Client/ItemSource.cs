namespace ParallelCompute;

/// <summary>The input of a run, pulled lazily and once.</summary>
internal sealed class ItemSource<TItem>
{
    private ItemSource(IEnumerable<TItem>? items, IAsyncEnumerable<TItem>? asyncItems, long? count) =>
        (Items, AsyncItems, Count) = (items, asyncItems, count);

    /// <summary>The items, or null where they come asynchronously.</summary>
    public IEnumerable<TItem>? Items { get; }

    /// <summary>The items, or null where they are at hand.</summary>
    public IAsyncEnumerable<TItem>? AsyncItems { get; }

    /// <summary>How many there are, where that can be told without pulling them.</summary>
    public long? Count { get; }

    public static ItemSource<TItem> From(IEnumerable<TItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new ItemSource<TItem>(items, null, items.TryGetNonEnumeratedCount(out var count) ? count : null);
    }

    public static ItemSource<TItem> From(IAsyncEnumerable<TItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new ItemSource<TItem>(null, items, null);
    }
}

namespace ParallelCompute.Dispatch;

/// <summary>Chooses how many items go into a batch, from the time and the bytes that items took so far.</summary>
internal sealed class BatchSizer(int? fixedSize)
{
    /// <summary>
    /// Above this a batch gains nothing and only delays others; far below it large frames pay (measured).
    /// </summary>
    public const int MostBytes = 128 * 1024;

    /// <summary>Long enough that a frame's cost vanishes, short enough to spread work and to react.</summary>
    private const double TargetNanoseconds = 5e6;

    /// <summary>
    /// The first items pay for compilation, so the first estimate is far too high: grow step by step.
    /// </summary>
    private const int Growth = 8;

    private double _bytesPerItem = 1;
    private int _largestDone;
    private double _nanoseconds;
    private long _items;

    /// <summary>The current estimate; NaN before the first outcome.</summary>
    public double NanosecondsPerItem { get; private set; } = double.NaN;

    /// <summary>The mean of all items; NaN before the first outcome.</summary>
    public double MeanNanoseconds => _nanoseconds / _items;

    /// <summary>What an item of a batch of that size is likely to take.</summary>
    public double Expect(int items) =>
        double.IsNaN(NanosecondsPerItem) ? TargetNanoseconds / items : NanosecondsPerItem;

    /// <summary>What an item is likely to take at the most.</summary>
    /// <param name="running">How long the first ones have run; counts until the first outcome.</param>
    public double Likely(double running) =>
        double.IsNaN(NanosecondsPerItem) ? running : Math.Max(NanosecondsPerItem, MeanNanoseconds);

    /// <summary>The size aimed at while there is plenty of input.</summary>
    public int Wanted => fixedSize ?? (_largestDone == 0 ? 1
        : (int)Math.Max(1, Math.Min(Math.Min((double)_largestDone * Growth, MostBytes / _bytesPerItem),
            TargetNanoseconds / Math.Max(NanosecondsPerItem, 0.01))));

    /// <summary>Takes the size of items or results into account, whichever is larger.</summary>
    public void Weigh(int items, int bytes) =>
        _bytesPerItem = Math.Max(_bytesPerItem * 0.9, Math.Max(1, bytes / (double)items));

    public void Learn(int items, long elapsedNanoseconds)
    {
        _nanoseconds += Math.Max(0, elapsedNanoseconds);
        _items += items;
        var perItem = Math.Max(0, elapsedNanoseconds) / (double)items;
        NanosecondsPerItem = double.IsNaN(NanosecondsPerItem) ? perItem : (NanosecondsPerItem + perItem) / 2;
        _largestDone = Math.Max(_largestDone, items);
    }

    /// <summary>The size of the next batch.</summary>
    /// <param name="remaining">Items not with a worker yet, where the end of the input is known.</param>
    /// <param name="slots">Slots that share them.</param>
    public int Next(long? remaining, int slots)
    {
        if (fixedSize is not null || remaining is null)
        {
            return Wanted;
        }

        // Shrink towards the end so that all slots finish together.
        var parts = 2L * Math.Max(1, slots);
        return (int)Math.Clamp((remaining.Value + parts - 1) / parts, 1, Wanted);
    }
}

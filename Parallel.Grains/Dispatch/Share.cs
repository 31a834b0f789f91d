namespace ParallelCompute.Dispatch;

/// <summary>Whoever shares worker time with others in a <see cref="FairQueue{T}"/>.</summary>
internal abstract class Share
{
    /// <summary>Worker time had so far, in nanoseconds; who comes late starts where the others are.</summary>
    public double Time { get; set; }

    /// <summary>Place in the queue, -1 outside; set by the queue alone.</summary>
    public int Place { get; set; } = -1;

    /// <summary>Who entered first is first among equals; set by the queue alone.</summary>
    public long Entry { get; set; }
}

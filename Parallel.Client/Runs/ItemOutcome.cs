namespace ParallelCompute.Runs;

/// <summary>One item's outcome, decoded.</summary>
internal struct ItemOutcome<TResult>
{
    public long Index;
    public TResult? Value;
    public Exception? Error;
    public string Worker;
    public int Attempt;
    public long Nanoseconds;
}

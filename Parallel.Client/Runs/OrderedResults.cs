namespace ParallelCompute.Runs;

/// <summary>Puts results in input order, into one array where the count is known beforehand.</summary>
internal sealed class OrderedResults<TResult>(long? expected)
{
    private TResult[] _results = expected is null ? [] : new TResult[expected.Value];
    private long _end;

    /// <summary>An array that has places for all indices below <paramref name="end"/>.</summary>
    public TResult[] UpTo(long end)
    {
        _end = Math.Max(_end, end);
        if (end > _results.Length)
        {
            Array.Resize(
                ref _results, (int)Math.Min(Array.MaxLength, Math.Max(end, Math.Max(16, _results.Length * 2L))));
        }

        return _results;
    }

    public TResult[] ToArray()
    {
        // An input that told a wrong count decides by what it gave.
        Array.Resize(ref _results, (int)_end);
        return _results;
    }
}

namespace ParallelCompute.Cli.Bench.Chaos;

/// <summary>Sees to it that every item has exactly one outcome, and the right one.</summary>
internal sealed class Arrivals
{
    /// <summary>Those beyond the first gap: never many, since a run has a window.</summary>
    private readonly HashSet<long> _ahead = [];
    private long _next;

    /// <summary>How many have arrived.</summary>
    public long Count => _next + _ahead.Count;

    /// <exception cref="BenchException">It has arrived before, or is wrong.</exception>
    public void Add(long index, long result)
    {
        if (result != ChaosItem.ResultOf(index))
        {
            throw new BenchException($"Item {index} has the result {result}, not {ChaosItem.ResultOf(index)}.");
        }

        if (index < _next || !_ahead.Add(index))
        {
            throw new BenchException($"Item {index} has two outcomes.");
        }

        while (_ahead.Remove(_next))
        {
            _next++;
        }
    }

    /// <exception cref="BenchException">Items are missing.</exception>
    public void End(long expected)
    {
        if (_next != expected || _ahead.Count > 0)
        {
            throw new BenchException($"{Count} of {expected} items have an outcome; the first without is {_next}.");
        }
    }
}

namespace ParallelCompute.Runs;

/// <summary>Reads a run's outcomes one by one under an error policy.</summary>
internal sealed class RunReader<TItem, TResult>(ClientRun<TItem> run, OutcomeReader<TResult> reader, OnError policy)
    : IAsyncDisposable
{
    private int _range;

    /// <summary>The next outcome in the range at hand; false where it has no more.</summary>
    /// <exception cref="Exception">What the function threw, with <see cref="OnError.Stop"/>.</exception>
    public bool TryRead(out ItemOutcome<TResult> item)
    {
        while (reader.Left > 0)
        {
            reader.Read(out item);
            if (item.Error is null || policy == OnError.Collect)
            {
                return true;
            }

            if (policy == OnError.Stop)
            {
                throw item.Error;
            }
        }

        item = default;
        return false;
    }

    /// <summary>Whether the range at hand has results to be read with <see cref="ReadPlain"/>.</summary>
    public bool HasPlain => reader.Left > 0 && reader.IsPlain;

    public TResult ReadPlain() => reader.ReadPlain();

    public int CopyPlain(TResult[] target) => reader.CopyPlain(target);

    /// <summary>Waits for the next range; the one before counts as consumed.</summary>
    /// <returns>One past its last index; null when the run is over.</returns>
    public async ValueTask<long?> AdvanceAsync()
    {
        if (_range > 0)
        {
            run.Consumed(_range);
            _range = 0;
        }

        if (await run.NextAsync().ConfigureAwait(false) is not { } outcome)
        {
            return null;
        }

        reader.Begin(outcome);
        _range = outcome.Take;
        return (outcome.Range?.First + outcome.Skip ?? outcome.Index) + outcome.Take;
    }

    public ValueTask DisposeAsync() => run.DisposeAsync();
}

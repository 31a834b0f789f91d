namespace ParallelCompute.Runs;

/// <summary>A run as a stream of its results in completion order; it starts with the first move.</summary>
/// <param name="open">Starts the run.</param>
internal sealed class ResultStream<TItem, TResult>(
    Func<CancellationToken, ValueTask<RunReader<TItem, TResult>>> open) : IAsyncEnumerable<TResult>
{
    public IAsyncEnumerator<TResult> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Enumerator(open, cancellationToken);

    private sealed class Enumerator(
        Func<CancellationToken, ValueTask<RunReader<TItem, TResult>>> open, CancellationToken cancellationToken)
        : IAsyncEnumerator<TResult>
    {
        private RunReader<TItem, TResult>? _reader;

        public TResult Current { get; private set; } = default!;

        public ValueTask<bool> MoveNextAsync()
        {
            // Most moves end here: no state machine, no task.
            if (_reader is { HasPlain: true } plain)
            {
                Current = plain.ReadPlain();
                return new ValueTask<bool>(true);
            }

            return MoveAsync();
        }

        public ValueTask DisposeAsync() => _reader?.DisposeAsync() ?? ValueTask.CompletedTask;

        private async ValueTask<bool> MoveAsync()
        {
            _reader ??= await open(cancellationToken).ConfigureAwait(false);
            do
            {
                if (_reader.TryRead(out var item))
                {
                    Current = item.Value!;
                    return true;
                }
            }
            while (await _reader.AdvanceAsync().ConfigureAwait(false) is not null);

            return false;
        }
    }
}

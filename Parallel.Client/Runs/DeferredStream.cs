namespace ParallelCompute.Runs;

/// <summary>A stream whose source is found, and held, when its first item is asked for.</summary>
/// <param name="open">Finds the source; gives the stream and what to do at its end.</param>
internal sealed class DeferredStream<T>(Func<Task<(IAsyncEnumerable<T> Stream, Action Release)>> open)
    : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Enumerator(open, cancellationToken);

    private sealed class Enumerator(
        Func<Task<(IAsyncEnumerable<T> Stream, Action Release)>> open, CancellationToken cancellationToken)
        : IAsyncEnumerator<T>
    {
        private IAsyncEnumerator<T>? _inner;
        private Action? _release;

        public T Current => _inner!.Current;

        public ValueTask<bool> MoveNextAsync() => _inner?.MoveNextAsync() ?? OpenAsync();

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (_inner is not null)
                {
                    await _inner.DisposeAsync().ConfigureAwait(false);
                }
            }
            finally
            {
                Interlocked.Exchange(ref _release, null)?.Invoke();
            }
        }

        private async ValueTask<bool> OpenAsync()
        {
            (var stream, _release) = await open().ConfigureAwait(false);
            _inner = stream.GetAsyncEnumerator(cancellationToken);
            return await _inner.MoveNextAsync().ConfigureAwait(false);
        }
    }
}

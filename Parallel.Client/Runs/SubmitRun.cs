using ParallelCompute.Code;
using ParallelCompute.Engines;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Runs;

/// <summary>A run of a single item, for its one outcome.</summary>
/// <param name="held">What workers may ask for while the run goes on.</param>
internal sealed class SubmitRun(IDisposable? held) : IRunObserver
{
    // Continuations, decoding among them, must not run in the dispatcher's turn.
    private readonly TaskCompletionSource<Outcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    void IRunObserver.Wanted(long feedUpTo, int batch, bool hungry)
    {
    }

    void IRunObserver.Completed(
        RangeDone range, ReadOnlyMemory<byte> payload, int skip, int take, string worker, int attempt) =>
        _outcome.TrySetResult(new Outcome(range, payload, skip, take, worker, attempt));

    void IRunObserver.GaveUp(long index, string worker, ParallelException error) =>
        _outcome.TrySetResult(new Outcome(null, default, 0, 1, worker, 0, error, index));

    void IRunObserver.Ended(Failure? error)
    {
        held?.Dispose();
        if (error is null)
        {
            _outcome.TrySetCanceled();
        }
        else
        {
            _outcome.TrySetException(new FailureCarrier(error));
        }
    }

    /// <exception cref="Exception">What the function threw, or why the run failed.</exception>
    public async Task<TResult> ResultAsync<TResult>(CancellationToken cancellationToken)
    {
        try
        {
            var reader = new OutcomeReader<TResult>(ValueCodecs.For<TResult>(), timed: false);
            reader.Begin(await _outcome.Task.ConfigureAwait(false));
            reader.Read(out var item);
            return item.Error is { } error ? throw error : item.Value!;
        }
        catch (FailureCarrier e)
        {
            throw Failures.Rebuild(e.Failure, KnownTypes.Instance);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The submitted call was canceled.", cancellationToken);
        }
    }
}

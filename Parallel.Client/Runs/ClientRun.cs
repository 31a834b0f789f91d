using System.Threading.Channels;
using ParallelCompute.Code;
using ParallelCompute.Engines;
using ParallelCompute.Reporting;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Runs;

/// <summary>
/// The client's end of one run: feeds the input, collects outcomes for one consumer, returns the cursor.
/// </summary>
internal sealed class ClientRun<TItem> : IRunObserver, IAsyncDisposable
{
    private readonly Channel<Outcome> _outcomes = Channel.CreateUnbounded<Outcome>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = false });

    private readonly long _id;
    private readonly ITaskDispatcherGrain _dispatcher;
    private readonly ItemFeeder<TItem> _feeder;
    private readonly CancellationToken _token;
    private readonly CancellationTokenRegistration _canceling;
    private readonly Action _closed;
    private readonly IDisposable? _held;
    private readonly RunMeter? _meter;
    private long _consumed;
    private int _disposed;

    public ClientRun(
        RunRequest request, Delegate function, ItemSource<TItem> source, ITaskDispatcherGrain dispatcher,
        InputWindow<TItem>? inputs, RunMeter? meter, IDisposable? held, Action closed,
        CancellationToken cancellationToken)
    {
        _held = held;
        (_id, _dispatcher, _token, _closed) = (request.Definition.Run, dispatcher, cancellationToken, closed);
        _feeder = new ItemFeeder<TItem>(request.Definition, function, source, dispatcher, inputs);
        _meter = meter;
        dispatcher.OpenRun(request, this);
        _ = FeedAsync();
        _canceling = cancellationToken.Register(() => dispatcher.CancelRun(_id));
    }

    void IRunObserver.Wanted(long feedUpTo, int batch, bool hungry) => _feeder.Allow(feedUpTo, hungry);

    void IRunObserver.Completed(
        RangeDone range, ReadOnlyMemory<byte> payload, int skip, int take, string worker, int attempt)
    {
        _meter?.Add(take, FailuresAmong(range, skip, take));
        _outcomes.Writer.TryWrite(new Outcome(range, payload, skip, take, worker, attempt));
    }

    void IRunObserver.GaveUp(long index, WorkerLostException error)
    {
        _meter?.Add(1, 1);
        _outcomes.Writer.TryWrite(new Outcome(null, default, 0, 1, error.WorkerId, 0, error, index));
    }

    void IRunObserver.Ended(Failure? error)
    {
        _held?.Dispose();
        _feeder.Stop();
        // The exception is built by the consumer: that may run a constructor of the user's.
        _outcomes.Writer.TryComplete(error is null ? null : new FailureCarrier(error));
    }

    /// <summary>The next range of outcomes; null when all have been delivered.</summary>
    /// <exception cref="OperationCanceledException">The run was canceled.</exception>
    /// <exception cref="ParallelException">The run failed as a whole.</exception>
    public async ValueTask<Outcome?> NextAsync()
    {
        while (true)
        {
            _token.ThrowIfCancellationRequested();
            if (_outcomes.Reader.TryRead(out var outcome))
            {
                return outcome;
            }

            try
            {
                if (!await _outcomes.Reader.WaitToReadAsync().ConfigureAwait(false))
                {
                    _token.ThrowIfCancellationRequested();
                    // What ends without all outcomes must never look complete.
                    return _feeder.Total == _consumed ? null : throw new ParallelException(
                        $"The run ended after {_consumed} outcomes, before every item had one.");
                }
            }
            catch (FailureCarrier e)
            {
                _token.ThrowIfCancellationRequested();
                throw Failures.Rebuild(e.Failure, KnownTypes.Instance);
            }
        }
    }

    /// <summary>The cursor: that many more items were taken by the consumer.</summary>
    public void Consumed(int items)
    {
        _consumed += items;
        if (!_feeder.Ended)
        {
            _dispatcher.Acknowledge(_id, _consumed);
        }
    }

    /// <summary>Ends the run wherever it is; what is left of it is canceled.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _canceling.DisposeAsync().ConfigureAwait(false);
            _feeder.Stop();
            if (!_outcomes.Reader.Completion.IsCompleted)
            {
                _dispatcher.CancelRun(_id);
            }

            _closed();
        }
    }

    private static int FailuresAmong(RangeDone range, int skip, int take) => range.Failures.Count == 0 ? 0
        : range.Failures.Count(f => f.Index >= range.First + skip && f.Index < range.First + skip + take);

    private async Task FeedAsync()
    {
        try
        {
            await Task.Run(_feeder.FeedAsync).ConfigureAwait(false);
            _meter?.Total = _feeder.Total;
        }
        catch (Exception e)
        {
            // The input failed: the consumer sees that after the outcomes that were there before it.
            _outcomes.Writer.TryComplete(e);
            _dispatcher.CancelRun(_id);
        }
    }
}

using System.Diagnostics;

namespace ParallelCompute.Execution;

/// <summary>Tells an item of a batch to end: one that runs longer than it may, or that nobody needs any more.</summary>
/// <param name="limit">How long an item may run; <see cref="TimeSpan.MaxValue"/> for any time.</param>
/// <param name="run">Cancels all items of the run.</param>
internal sealed class ItemClock(TimeSpan limit, CancellationToken run) : IDisposable
{
    private const int NoItem = -1;

    private readonly Lock _gate = new();
    private CancellationTokenSource? _cancel;
    private int _item = NoItem;
    private long _since;
    private bool _isOver;

    public TimeSpan Limit => limit;

    /// <summary>The token of the item that runs.</summary>
    public CancellationToken Token
    {
        get
        {
            lock (_gate)
            {
                return Cancellation().Token;
            }
        }
    }

    public void Begin(int item)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                // A token that was signaled is not for the next item.
                _cancel?.Dispose();
                _cancel = null;
            }

            (_item, _since, _isOver) = (item, Stopwatch.GetTimestamp(), false);
        }
    }

    /// <summary>Stops the clock; may be called again.</summary>
    /// <returns>Whether the item was told to end.</returns>
    public bool End()
    {
        lock (_gate)
        {
            _item = NoItem;
            return _isOver;
        }
    }

    /// <summary>Tells the item to end where its time is over; user code that listens runs on the pool.</summary>
    /// <returns>The item, the first time only; otherwise null.</returns>
    public int? Check()
    {
        lock (_gate)
        {
            if (_item == NoItem || _isOver || Stopwatch.GetElapsedTime(_since) < limit)
            {
                return null;
            }

            _isOver = true;
            Cancellations.Request(Cancellation());
            return _item;
        }
    }

    /// <summary>Tells the item that runs to end, whatever its time; no other item of the batch must follow.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            Cancellations.Request(Cancellation());
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _cancel?.Dispose();
        }
    }

    private CancellationTokenSource Cancellation() =>
        _cancel ??= CancellationTokenSource.CreateLinkedTokenSource(run);
}

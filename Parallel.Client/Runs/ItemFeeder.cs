using ParallelCompute.Engines;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Runs;

/// <summary>Pulls a run's input, never further than its credit, and feeds it to the dispatcher in blocks.</summary>
/// <remarks>
/// The input's enumerator runs on a thread of the pool, never on one that serves the network. When workers idle, the
/// dispatcher gets what has been pulled so far even while the enumerator blocks.
/// </remarks>
internal sealed class ItemFeeder<TItem>(
    RunDefinition run, Delegate function, ItemSource<TItem> source, ITaskDispatcherGrain dispatcher,
    InputWindow<TItem>? window)
{
    private const int BlockBytes = 128 * 1024;

    private readonly Lock _feeding = new();
    private readonly Lock _credit = new();
    private readonly ItemBuffer<TItem> _buffer = new(ValueCodecs.For<TItem>(), BlockBytes, run.ValueLimit);
    private TaskCompletionSource? _parked;
    private long _feedUpTo;
    private bool _hungry;
    private bool _stopped;

    /// <summary>Whether all input was fed, or none will be any more.</summary>
    public bool Ended { get; private set; }

    /// <summary>Number of items, once all were fed.</summary>
    public long? Total { get; private set; }

    /// <summary>Pulls to the end of the input.</summary>
    /// <exception cref="Exception">What the input's enumerator threw, or that an item cannot be sent.</exception>
    public async Task FeedAsync()
    {
        try
        {
            await (source.Items is { } items ? PullAsync(items) : PullAsync(source.AsyncItems!)).ConfigureAwait(false);
        }
        finally
        {
            Ended = true;
        }
    }

    /// <summary>Credit from the dispatcher.</summary>
    public void Allow(long feedUpTo, bool hungry)
    {
        TaskCompletionSource? parked = null;
        lock (_credit)
        {
            if (feedUpTo > _feedUpTo)
            {
                _feedUpTo = feedUpTo;
                (parked, _parked) = (_parked, null);
            }
        }

        parked?.SetResult();
        if (hungry)
        {
            Volatile.Write(ref _hungry, true);
            // Either this thread sees the item just added, or the one that adds it sees the flag.
            Interlocked.MemoryBarrierProcessWide();
            Cut();
        }
    }

    public void Stop()
    {
        TaskCompletionSource? parked;
        lock (_credit)
        {
            _stopped = true;
            (parked, _parked) = (_parked, null);
        }

        parked?.SetResult();
    }

    private async Task PullAsync(IEnumerable<TItem> items)
    {
        using var input = items.GetEnumerator();
        while (await BeginAsync().ConfigureAwait(false))
        {
            if (!Fill(input))
            {
                End();
                return;
            }
        }
    }

    /// <summary>Fills a block; false when the input has ended.</summary>
    private bool Fill(IEnumerator<TItem> input)
    {
        var more = true;
        for (var room = true; room && !Volatile.Read(ref _stopped) && (more = input.MoveNext());)
        {
            room = Add(input.Current);
        }

        Cut();
        return more;
    }

    private async Task PullAsync(IAsyncEnumerable<TItem> items)
    {
        await using var input = items.GetAsyncEnumerator();
        while (await BeginAsync().ConfigureAwait(false))
        {
            for (var room = true; room && !Volatile.Read(ref _stopped);)
            {
                var next = input.MoveNextAsync();
                if (!next.IsCompleted)
                {
                    // Nobody knows when the next item comes: do not let the others wait for it.
                    Cut();
                }

                if (!await next.ConfigureAwait(false))
                {
                    Cut();
                    End();
                    return;
                }

                room = Add(input.Current);
            }

            Cut();
        }
    }

    private void End()
    {
        Total = _buffer.First + _buffer.Count;
        dispatcher.EndInput(run.Run, Total.Value);
    }

    private bool Add(TItem item)
    {
        window?.Add(_buffer.First + _buffer.Count, item);
        try
        {
            var room = _buffer.Add(item);
            if (Volatile.Read(ref _hungry))
            {
                Cut();
            }

            return room;
        }
        catch (ShippingException e)
        {
            throw e.Within(ItemStep.Of(function, _buffer.First + _buffer.Count));
        }
    }

    /// <summary>Waits for credit and begins a block; false when the run is over.</summary>
    private async ValueTask<bool> BeginAsync()
    {
        while (true)
        {
            Task parked;
            lock (_credit)
            {
                if (_stopped)
                {
                    return false;
                }

                var next = _buffer.First + _buffer.Count;
                if (next < _feedUpTo)
                {
                    lock (_feeding)
                    {
                        _buffer.Begin((int)Math.Min(_feedUpTo - next, int.MaxValue));
                    }

                    return true;
                }

                _parked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                parked = _parked.Task;
            }

            await parked.ConfigureAwait(false);
        }
    }

    private void Cut()
    {
        lock (_feeding)
        {
            if (_buffer.Cut() is { } block)
            {
                // Before the dispatcher hears of it: its turn may run right here and ask again.
                Volatile.Write(ref _hungry, false);
                dispatcher.Feed(run.Run, block);
            }
        }
    }
}

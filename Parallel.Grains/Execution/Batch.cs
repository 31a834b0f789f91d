using System.Diagnostics;
using System.Runtime.InteropServices;
using ParallelCompute.Code;
using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Execution;

/// <summary>A batch on this worker: its items, how far it is, and the results not sent yet.</summary>
/// <remarks>
/// The slot that runs it touches no lock for an item. It stores <see cref="Current"/>, then reads the limit;
/// who wants items back lowers the limit, then reads the current item, with a process-wide fence between.
/// </remarks>
internal sealed unsafe class Batch(WorkerRun run, RunBatch message, ReadOnlyMemory<byte> items, IReporter reporter)
{
    private readonly List<ItemFailure> _failures = [];
    private readonly long[]? _times = run.Definition.TimeItems ? new long[message.Count] : null;
    private readonly ItemClock? _clock = run.Definition switch
    {
        { ItemTimeout: > 0 and var limit } => new ItemClock(TimeSpan.FromTicks(limit), run.Token),
        { Speculate: true } => new ItemClock(TimeSpan.MaxValue, run.Token),
        _ => null,
    };
    private int[]? _ends;
    private bool _ended;
    private SlotPlace? _place;
    private int* _position;
    private int _limit = message.Count;
    private int _owned = message.Count;
    private int _done;
    private int _sent;
    private int _sentBytes;
    private long _since;
    private byte[] _results = [];

    public WorkerRun Run => run;

    public long First => message.First;

    public long Lease => message.Lease;

    public int Count => message.Count;

    public int Attempt => message.Attempt;

    /// <summary>What the item that runs is told to end by.</summary>
    public CancellationToken Token => _clock?.Token ?? run.Token;

    public ReadOnlyMemory<byte> Items { get; private set; } = items;

    /// <summary>Position in the batch of the item that runs now, or is about to; -1 before a slot has it.</summary>
    public int Current => Volatile.Read(ref _place) is null ? -1 : Volatile.Read(ref *_position);

    /// <summary>Where the results are; a reader that saw an item done sees its result in it.</summary>
    public byte[] Results
    {
        get => _results;
        set => _results = value;
    }

    /// <summary>A slot has it, and writes from now on to its place how far it is.</summary>
    public void Begin(SlotPlace place)
    {
        _position = place.Position;
        place.Begin(Lease);
        Volatile.Write(ref _place, place);
    }

    /// <summary>Makes ready to run; the run's function must have been prepared.</summary>
    public void Start()
    {
        _ends = run.ResultSize == 0 ? new int[message.Count] : null;
        _since = Stopwatch.GetTimestamp();
    }

    /// <summary>Enters an item; false when it is not to be run here any more.</summary>
    public bool Enter(int item)
    {
        Volatile.Write(ref *_position, item);
        return item < Volatile.Read(ref _limit);
    }

    /// <summary>The item has an outcome; where its result ends, unless results have a fixed size.</summary>
    public void Leave(int item, int end)
    {
        if (_ends is not null)
        {
            _ends[item] = end;
        }

        Volatile.Write(ref _done, item + 1);
    }

    /// <summary>All items have been decoded; their bytes may be much, and the last item may run for long.</summary>
    public void ForgetItems()
    {
        PooledBytes.Return(Items);
        Items = default;
    }

    /// <summary>The function is about to run.</summary>
    public void BeginItem(int item) => _clock?.Begin(item);

    /// <summary>The function has returned.</summary>
    /// <exception cref="ItemTimeoutException">Too late.</exception>
    public void EndItem(int item)
    {
        if (_clock?.End() == true)
        {
            throw Late(item, null);
        }
    }

    /// <summary>What counts as the failure of an item that threw: the item may have been told to end.</summary>
    public Exception CauseOf(int item, Exception thrown) =>
        _clock?.End() == true && thrown is not ItemTimeoutException ? Late(item, thrown) : thrown;

    /// <summary>Tells the item that runs to end where it has had its time; called from another thread.</summary>
    public void CheckTime()
    {
        if (_clock?.Check() is not { } item)
        {
            return;
        }

        lock (_failures)
        {
            // What was done before it counts as done, whatever becomes of the worker.
            Flush();
            if (Volatile.Read(ref _done) == item)
            {
                reporter.Say(new ToDispatcher
                {
                    ItemOverdue = new ItemOverdue { Lease = message.Lease, Index = First + item },
                });
            }
        }
    }

    public void Time(int item, long nanoseconds) => _times?[item] = nanoseconds;

    /// <summary>The function threw, or what it takes or gives cannot be sent.</summary>
    /// <returns>Whether that counts: the item will not be tried again.</returns>
    public bool Fail(int item, Exception exception)
    {
        var retry = message.Retries < run.Definition.Retries && Volatile.Read(ref _limit) > 0 &&
            run.MayRetry(exception);
        var failure = new ItemFailure
        {
            Index = First + item, Retry = retry, Failure = retry ? null : Failures.Of(exception),
        };
        lock (_failures)
        {
            _failures.Add(failure);
        }

        return !retry;
    }

    /// <summary>Stops before the next item; the slot then gives the rest back.</summary>
    public void Stop() => Volatile.Write(ref _limit, 0);

    /// <summary>Stops, and tells the item that runs to end.</summary>
    public void Cancel()
    {
        lock (_failures)
        {
            Stop();
            if (!_ended)
            {
                _clock?.Cancel();
            }
        }
    }

    /// <summary>Gives back half of what has not begun, at once where the slot is not there yet.</summary>
    public void GiveBackHalf()
    {
        lock (_failures)
        {
            if (_ended)
            {
                return;
            }

            var limit = Volatile.Read(ref _limit);
            var give = (limit - Current) / 2;
            var cut = limit - give;
            if (give > 0)
            {
                Volatile.Write(ref _limit, cut);
                Interlocked.MemoryBarrierProcessWide();
                if (Current >= cut)
                {
                    // The slot passed the cut meanwhile: it stops at its next item and gives back what is then left.
                    return;
                }

                _owned = cut;
            }

            reporter.Say(
                new ToDispatcher { GaveBack = new GaveBack { Lease = message.Lease, Count = Math.Max(0, give) } });
        }
    }

    /// <summary>Ends the batch: sends what is done and gives the rest back.</summary>
    public void End()
    {
        _place?.End();
        lock (_failures)
        {
            Flush();
            _clock?.Dispose();
            _ended = true;
            var rest = _owned - _done;
            if (rest > 0)
            {
                _owned = _done;
                reporter.Say(new ToDispatcher { GaveBack = new GaveBack { Lease = message.Lease, Count = rest } });
            }
        }
    }

    /// <summary>Sends outcomes that have waited; called from another thread while an item takes long.</summary>
    public void Flush()
    {
        lock (_failures)
        {
            var done = Volatile.Read(ref _done);
            if (done == _sent)
            {
                return;
            }

            var now = Stopwatch.GetTimestamp();
            var end = _ends is null ? done * run.ResultSize : _ends[done - 1];
            var range = new RangeDone
            {
                Run = run.Definition.Run,
                Lease = message.Lease,
                First = First + _sent,
                Count = done - _sent,
                ElapsedNs = (long)Stopwatch.GetElapsedTime(_since, now).TotalNanoseconds,
            };
            range.Failures.Add(_failures.Where(f => f.Index < First + done));
            _failures.RemoveAll(f => f.Index < First + done);
            reporter.Say(new ToDispatcher { RangeDone = range }, Payload(_sentBytes, end, done));
            (_sent, _sentBytes, _since) = (done, end, now);
        }
    }

    private ItemTimeoutException Late(int item, Exception? thrown) => new(
        $"Item {First + item} ran longer than its limit of {_clock!.Limit.TotalSeconds} s. Raise options.ItemTimeout " +
        "if it needs longer.", First + item, _clock.Limit, thrown);

    private ReadOnlyMemory<byte> Payload(int from, int end, int done)
    {
        var results = _results.AsMemory(from, end - from);
        if (_times is null)
        {
            // Sent as a whole, the array is nobody's afterwards; of parts, nobody knows which is read last.
            return _sent == 0 && done == _owned ? PooledBytes.Own(_results, end) : results;
        }

        var times = MemoryMarshal.AsBytes(_times.AsSpan(_sent, done - _sent));
        var both = new byte[results.Length + times.Length];
        results.Span.CopyTo(both);
        times.CopyTo(both.AsSpan(results.Length));
        return both;
    }
}

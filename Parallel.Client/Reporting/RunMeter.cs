using Microsoft.Extensions.Logging;

namespace ParallelCompute.Reporting;

/// <summary>Counts a run's outcomes and tells of them now and then, on a thread of the pool.</summary>
/// <remarks>Telling takes no more than a hundredth of the time: what takes long is done less often.</remarks>
internal sealed class RunMeter : IDisposable
{
    private const int Share = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>The rate is that of this long: items that take their time come in bursts.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _telling = new();
    private readonly Func<int> _workers;
    private readonly IReadOnlyList<IProgress<RunProgress>> _listeners;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _start;
    private readonly Queue<(long Time, long Done)> _window = new();
    private long _total = -1;
    private long _done;
    private long _failed;
    private bool _ended;

    /// <param name="workers">The number of workers that are ready.</param>
    /// <param name="listeners">Who is told; those that can be disposed are, at the end.</param>
    /// <param name="logger">Where it is logged that one of them threw.</param>
    /// <param name="time">The clock.</param>
    public RunMeter(
        Func<int> workers, IReadOnlyList<IProgress<RunProgress>> listeners, ILogger logger, TimeProvider time)
    {
        (_workers, _listeners, _logger, _time) = (workers, listeners, logger, time);
        _start = time.GetTimestamp();
        _window.Enqueue((_start, 0));
        _timer = time.CreateTimer(_ => Tick(), null, Interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The number of items, as soon as it is known.</summary>
    public long? Total
    {
        get => Volatile.Read(ref _total) is >= 0 and var total ? total : null;
        set => Volatile.Write(ref _total, value ?? -1);
    }

    /// <summary>Items got an outcome. Costs an addition.</summary>
    public void Add(int done, int failed)
    {
        Interlocked.Add(ref _done, done);
        if (failed > 0)
        {
            Interlocked.Add(ref _failed, failed);
        }
    }

    /// <summary>The run is over: tells of it once more.</summary>
    public void Dispose()
    {
        lock (_telling)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            _timer.Dispose();
            Tell(State(atEnd: true));
            foreach (var listener in _listeners.OfType<IDisposable>())
            {
                listener.Dispose();
            }
        }
    }

    private void Tick()
    {
        lock (_telling)
        {
            if (_ended)
            {
                return;
            }

            var began = _time.GetTimestamp();
            Tell(State(atEnd: false));
            var pause = _time.GetElapsedTime(began) * Share;
            _timer.Change(pause > Interval ? pause : Interval, Timeout.InfiniteTimeSpan);
        }
    }

    private RunProgress State(bool atEnd)
    {
        var now = _time.GetTimestamp();
        var (done, total, elapsed) = (Interlocked.Read(ref _done), Total, _time.GetElapsedTime(_start, now));
        while (_window.Count > 1 && _time.GetElapsedTime(_window.Peek().Time, now) > Window)
        {
            _window.Dequeue();
        }

        var since = atEnd ? (Time: _start, Done: 0) : _window.Peek();
        var span = _time.GetElapsedTime(since.Time, now).TotalSeconds;
        var rate = span > 0 ? (done - since.Done) / span : 0;
        _window.Enqueue((now, done));
        var seconds = (total - done) / rate;
        return new RunProgress
        {
            Done = done, Failed = Interlocked.Read(ref _failed), Total = total, ItemsPerSecond = rate,
            Elapsed = elapsed, WorkersUp = _workers(),
            Remaining = seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds.Value) : null,
        };
    }

    private void Tell(RunProgress progress)
    {
        foreach (var listener in _listeners)
        {
            try
            {
                listener.Report(progress);
            }
            catch (Exception e)
            {
                // The user's handler: what it does must not end the run that it watches.
                _logger.LogWarning(e, "A progress handler failed.");
            }
        }
    }
}

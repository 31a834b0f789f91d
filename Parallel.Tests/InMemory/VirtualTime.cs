namespace ParallelCompute.Tests.InMemory;

/// <summary>A clock that stands still until a test advances it; timers fire then, on the test's thread.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<VirtualTimer> _timers = [];
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _now.Ticks;
        }
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass; every timer fires at its own moment, in order.</summary>
    public void Advance(TimeSpan time)
    {
        TimeSpan end;
        lock (_gate)
        {
            end = _now + time;
        }

        while (TakeDue(end) is { } timer)
        {
            timer.Fire();
        }
    }

    internal void Set(VirtualTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime > TimeSpan.Zero)
            {
                timer.Due = _now + dueTime;
                _timers.Add(timer);
                return;
            }
        }

        if (dueTime == TimeSpan.Zero)
        {
            ThreadPool.QueueUserWorkItem(_ => timer.Fire());
        }
    }

    private VirtualTimer? TakeDue(TimeSpan end)
    {
        lock (_gate)
        {
            if (_timers.MinBy(t => t.Due) is { } next && next.Due <= end)
            {
                _now = next.Due;
                _timers.Remove(next);
                return next;
            }

            _now = end;
            return null;
        }
    }
}

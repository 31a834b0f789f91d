using ParallelCompute.Engines;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>A dispatcher's host without threads: time passes when told to, disconnections are only noted.</summary>
internal sealed class VirtualHost : IDispatcherHost
{
    private readonly List<(long Due, Action Turn)> _timers = [];

    public long Now { get; private set; } = 1;

    public Dictionary<string, string> Disconnected { get; } = [];

    public int Timers => _timers.Count;

    public IDisposable After(TimeSpan delay, Action turn)
    {
        var timer = (Now + delay.Ticks, turn);
        _timers.Add(timer);
        return new Handle(() => _timers.Remove(timer));
    }

    public void Disconnect(string worker, string reason) => Disconnected.TryAdd(worker, reason);

    public void Advance(TimeSpan time)
    {
        var end = Now + time.Ticks;
        while (_timers.Count > 0 && _timers.Min(t => t.Due) is var due && due <= end)
        {
            var next = _timers.First(t => t.Due == due);
            _timers.Remove(next);
            Now = due;
            next.Turn();
        }

        Now = end;
    }

    /// <summary>Lets time pass until the next timer is due; false where there is none.</summary>
    public bool AdvanceToNext()
    {
        if (_timers.Count == 0)
        {
            return false;
        }

        Advance(TimeSpan.FromTicks(Math.Max(0, _timers.Min(t => t.Due) - Now)));
        return true;
    }

    private sealed class Handle(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }
}

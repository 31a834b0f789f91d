using ParallelCompute.Engines;

namespace ParallelCompute.Dispatch;

/// <summary>The time that a worker has, since its machine is lent to it for so long only.</summary>
internal sealed class Walltime
{
    /// <summary>The last part is kept for leaving, and is no more than this part of the whole.</summary>
    private const double MostKept = 0.25;

    /// <summary>A worker that has had no more than this part of its time is as good as any other would be.</summary>
    private const double Fresh = 0.1;

    /// <summary>Beyond the grace for user code: for the silo itself to leave.</summary>
    private static readonly TimeSpan SiloGrace = TimeSpan.FromSeconds(2);

    private readonly IDispatcherHost _host;
    private readonly long _freshUntil;
    private readonly long _leaves;
    private readonly long _ends;

    /// <param name="host">The clock.</param>
    /// <param name="remaining">From now to the end.</param>
    /// <param name="grace">What user code gets to end.</param>
    public Walltime(IDispatcherHost host, TimeSpan remaining, TimeSpan grace)
    {
        _host = host;
        var kept = Math.Min((grace + SiloGrace).Ticks, (long)(remaining.Ticks * MostKept));
        _ends = host.Now + remaining.Ticks;
        _leaves = _ends - kept;
        _freshUntil = host.Now + (long)(remaining.Ticks * Fresh);
    }

    /// <summary>What is left before the worker is told to leave.</summary>
    public TimeSpan Left => TimeSpan.FromTicks(Math.Max(0, _leaves - _host.Now));

    /// <summary>What is left before its end.</summary>
    public TimeSpan Rest => TimeSpan.FromTicks(Math.Max(0, _ends - _host.Now));

    /// <summary>What an item of the run is likely to take at the most.</summary>
    public double NanosecondsOf(Run run) =>
        run.Sizer.Likely((run.Began is { } began ? _host.Now - began : 0) * TimeSpan.NanosecondsPerTick);

    /// <summary>No other worker would have much more time.</summary>
    public bool IsFresh => _host.Now <= _freshUntil;
}

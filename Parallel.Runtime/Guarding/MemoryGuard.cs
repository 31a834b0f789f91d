using System.Diagnostics;
using System.Globalization;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>Looks again and again how much memory a silo uses, and kills it where that is more than it may.</summary>
internal sealed class MemoryGuard : IDisposable
{
    /// <summary>What .NET's collector is told to keep to, so that it collects before the silo is killed.</summary>
    private const string HeapLimit = "DOTNET_GCHeapHardLimit";

    /// <summary>The heap's part of the limit; the rest is for code, threads and native memory.</summary>
    private const double HeapShare = 0.9;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly long _limit;
    private readonly Timer _timer;

    private MemoryGuard(Process process, long limit)
    {
        (_process, _limit) = (process, limit);
        _timer = new Timer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>What the silo used when it was killed for that; otherwise null.</summary>
    public MemoryUse? Over { get; private set; }

    /// <summary>Tells a silo that is to be started how much managed memory it may use.</summary>
    public static void Prepare(ProcessStartInfo start, long? limit)
    {
        if (limit is { } bytes && !start.Environment.ContainsKey(HeapLimit))
        {
            start.Environment[HeapLimit] = ((long)(bytes * HeapShare)).ToString("x", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Begins to look; null where there is no limit.</summary>
    public static MemoryGuard? Start(Process process, long? limit) =>
        limit is { } bytes ? new MemoryGuard(process, bytes) : null;

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        try
        {
            _process.Refresh();
            if (_process.WorkingSet64 is var used && used > _limit && !_process.HasExited)
            {
                Over ??= new MemoryUse(used, _limit);
                _process.Kill();
            }
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended meanwhile.
        }
    }
}

using Microsoft.Extensions.Logging;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>Logs who was turned away: each once, but of a crowd the first ones only, then how many more came.</summary>
/// <remarks>Otherwise whoever can connect could fill the disk with lines. Safe for concurrent use.</remarks>
internal sealed class RefusalLog(ILogger logger, TimeProvider time) : IDisposable
{
    /// <summary>Lines in one window.</summary>
    public const int MostLines = 20;

    /// <summary>Begins with the first refusal after the one before has ended.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private ITimer? _end;
    private int _lines;
    private long _more;

    /// <summary>Logs a peer that was turned away, or counts it.</summary>
    /// <param name="origin">Where it came from, beginning with a space; empty where that has no name.</param>
    /// <param name="reason">Why, without what it sent.</param>
    public void Note(string origin, string reason)
    {
        lock (_gate)
        {
            _end ??= time.CreateTimer(_ => EndWindow(), null, Window, Timeout.InfiniteTimeSpan);
            if (_lines == MostLines)
            {
                _more++;
                return;
            }

            _lines++;
        }

        logger.LogWarning("A peer{Origin} was turned away: {Reason}.", origin, reason);
    }

    /// <summary>Tells what was not logged yet.</summary>
    public void Dispose() => EndWindow();

    private void EndWindow()
    {
        long more;
        lock (_gate)
        {
            _end?.Dispose();
            (more, _more, _lines, _end) = (_more, 0, 0, null);
        }

        if (more > 0)
        {
            logger.LogWarning("{More} more peers were turned away within {Seconds} s.", more, Window.TotalSeconds);
        }
    }
}

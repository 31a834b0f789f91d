namespace ParallelCompute.Launchers.Gpu;

/// <summary>Which worker has which GPU. Safe for concurrent use.</summary>
/// <param name="gpus">Those that there are.</param>
/// <param name="each">Workers that may share one.</param>
internal sealed class GpuBoard(IReadOnlyList<Devices.Gpu> gpus, int each) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _free = new(gpus.Count * each);
    private readonly Dictionary<string, Devices.Gpu> _held = new(StringComparer.Ordinal);

    /// <summary>Workers that have one, with its index.</summary>
    public string Holders
    {
        get
        {
            lock (_gate)
            {
                return string.Join(", ", _held.Select(h => $"{h.Key} GPU {h.Value.Index}"));
            }
        }
    }

    /// <summary>
    /// Gives a worker the GPU that the fewest have, of these the first: where one place is free it gets that. Null:
    /// none was free for that long.
    /// </summary>
    public async Task<Devices.Gpu?> TakeAsync(string worker, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (!await _free.WaitAsync(limit, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        lock (_gate)
        {
            return _held[worker] = gpus.MinBy(g => _held.Values.Count(h => h == g))!;
        }
    }

    /// <summary>A worker's process has ended, or never was; may be said more than once.</summary>
    public void Free(string worker)
    {
        lock (_gate)
        {
            if (_held.Remove(worker))
            {
                _free.Release();
            }
        }
    }

    /// <summary>What is said afterwards has no effect.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _held.Clear();
            _free.Dispose();
        }
    }
}

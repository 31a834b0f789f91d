using ParallelCompute.Wire;

namespace ParallelCompute.Blobs;

/// <summary>A need on its way: the network's thread puts in what arrives, a thread of user code takes it out.</summary>
internal sealed class Fetching(long need)
{
    private readonly object _gate = new();
    private readonly Queue<(BlobPart Part, ReadOnlyMemory<byte> Bytes)> _parts = new();
    private bool _hasTurn;
    private Failure? _failure;

    public long Need => need;

    /// <summary>Waits for the turn; the dispatcher bounds those of others.</summary>
    /// <exception cref="ShippingException">There will be none.</exception>
    public void WaitForTurn()
    {
        lock (_gate)
        {
            while (!_hasTurn)
            {
                ThrowIfFailed();
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>The next part.</summary>
    /// <exception cref="ShippingException">There will be none, or none came in time.</exception>
    public (BlobPart Part, ReadOnlyMemory<byte> Bytes) Next(TimeSpan limit)
    {
        lock (_gate)
        {
            while (_parts.Count == 0)
            {
                ThrowIfFailed();
                if (!Monitor.Wait(_gate, limit))
                {
                    throw new ShippingException($"no part of a large value came for {limit.TotalSeconds} s");
                }
            }

            return _parts.Dequeue();
        }
    }

    public void Take(BlobTurn turn)
    {
        lock (_gate)
        {
            _hasTurn = turn.Failure is null;
            _failure ??= turn.Failure;
            Monitor.PulseAll(_gate);
        }
    }

    public void Take(BlobPart part, ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            if (part.Failure is null)
            {
                _parts.Enqueue((part, bytes));
            }

            _failure ??= part.Failure;
            Monitor.PulseAll(_gate);
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw new ShippingException(failure.Message);
        }
    }
}

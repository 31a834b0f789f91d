namespace ParallelCompute.Tests.InMemory;

/// <summary>One direction of a link: delivers messages in order, on the pool, unless it is held or closed.</summary>
internal sealed class Lane
{
    private readonly Lock _gate = new();
    private readonly Queue<Action> _waiting = new();
    private bool _held;
    private bool _closed;
    private bool _running;

    public void Post(Action deliver)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _waiting.Enqueue(deliver);
        }

        Start();
    }

    /// <summary>Keeps messages back; other links' messages overtake them.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _held = true;
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            _held = false;
        }

        Start();
    }

    /// <summary>Drops what waits and all that follows.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _waiting.Clear();
        }
    }

    private void Start()
    {
        lock (_gate)
        {
            if (_running || _held || _waiting.Count == 0)
            {
                return;
            }

            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static lane => lane.Deliver(), this, preferLocal: false);
    }

    private void Deliver()
    {
        while (true)
        {
            Action deliver;
            lock (_gate)
            {
                _running = !_held && _waiting.Count > 0;
                if (!_running)
                {
                    return;
                }

                deliver = _waiting.Dequeue();
            }

            deliver();
        }
    }
}

namespace ParallelCompute.Dispatch;

/// <summary>
/// Runs with items to lease. A higher priority comes first; within one, clients share the workers' time equally, and
/// so do the runs of each client.
/// </summary>
internal sealed class RunQueue
{
    /// <summary>The highest priority first.</summary>
    private readonly List<Level> _levels = [];

    /// <summary>Nothing is open.</summary>
    public bool IsEmpty => _levels.Count == 0;

    public void Open(Run run)
    {
        var at = _levels.FindIndex(l => l.Priority <= run.Priority);
        if (at < 0 || _levels[at].Priority != run.Priority)
        {
            _levels.Insert(at = at < 0 ? _levels.Count : at, new Level(run.Priority));
        }

        var level = _levels[at];
        if (!level.Clients.TryGetValue(run.Session, out var client))
        {
            level.Clients.Add(run.Session, client = new Client(run.Session, level));
        }

        client.Runs++;
        run.Client = client;
    }

    public void Close(Run run)
    {
        var client = run.Client!;
        Update(run);
        client.Runs--;
        if (client.Runs == 0)
        {
            client.Level.Clients.Remove(client.Session);
        }

        if (client.Level.Clients.Count == 0)
        {
            _levels.Remove(client.Level);
        }
    }

    /// <summary>The run's pending items have changed.</summary>
    public static void Update(Run run)
    {
        var client = run.Client!;
        if (run.Pending > 0 == run.Place >= 0)
        {
            return;
        }

        if (run.Pending > 0)
        {
            client.Waiting.Add(run);
        }
        else
        {
            client.Waiting.Remove(run);
        }

        if (client.Waiting.Count > 0 == client.Place < 0)
        {
            if (client.Place < 0)
            {
                client.Level.Waiting.Add(client);
            }
            else
            {
                client.Level.Waiting.Remove(client);
            }
        }
    }

    /// <summary>The run gets a batch that will take about that long.</summary>
    public static void Serve(Run run, double nanoseconds)
    {
        run.Client!.Waiting.Serve(run);
        run.Client.Level.Waiting.Serve(run.Client);
        Charge(run, nanoseconds);
    }

    /// <summary>What a batch took turned out to be more or, where negative, less.</summary>
    public static void Charge(Run run, double nanoseconds)
    {
        if (!run.Ended)
        {
            run.Client!.Waiting.Charge(run, nanoseconds);
            run.Client.Level.Waiting.Charge(run.Client, nanoseconds);
        }
    }

    /// <summary>The run whose turn it is on a worker; null where none has anything for it.</summary>
    public Run? Next(Worker worker)
    {
        foreach (var level in _levels)
        {
            if (level.Waiting.First(static (c, w) => FirstRun(c, w) is not null, worker) is { } client)
            {
                return FirstRun(client, worker);
            }
        }

        return null;
    }

    private static Run? FirstRun(Client client, Worker worker) =>
        client.Waiting.First(static (run, w) => w.Fits(run), worker);
}

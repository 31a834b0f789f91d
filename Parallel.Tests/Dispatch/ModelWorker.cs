using ParallelCompute.Engines;
using ParallelCompute.Launching;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>A worker that does what a real one might, when and in the pieces that the schedule says.</summary>
internal sealed partial class ModelWorker(string id, int slots, Func<long, ModelRun> runs, int elapsed) : IWorkerGrain
{
    private readonly HashSet<long> _sessions = [];
    private readonly Dictionary<long, RunDefinition> _runs = [];
    private readonly HashSet<long> _refused = [];
    private readonly HashSet<long> _failed = [];

    public string Id => id;

    public int Slots => slots;

    /// <summary>What it offers.</summary>
    public Dictionary<string, double> Resources { get; init; } = [];

    public Queue<(ToWorker Message, byte[] Payload)> Inbox { get; } = [];

    public Queue<(ToDispatcher Message, byte[] Payload)> Outbox { get; } = [];

    /// <summary>Oldest first; the first ones, one for each slot, run.</summary>
    public List<ModelBatch> Batches { get; } = [];

    /// <summary>All batches that it ever got.</summary>
    public List<ModelBatch> Taken { get; } = [];

    /// <summary>Batches as the dispatcher knows them.</summary>
    public List<ModelBatch> Leased { get; } = [];

    /// <summary>Environments by session.</summary>
    public Dictionary<long, long> Building { get; } = [];

    public Dictionary<long, long> Built { get; } = [];

    /// <summary>Its guard can tell what it ran.</summary>
    public bool LeavesMarks { get; init; }

    /// <summary>What its slots run.</summary>
    public List<SlotMark> Marks => [.. Running.Select(b => new SlotMark(b.Lease, b.Done))];

    /// <summary>Its process has died of an item.</summary>
    public bool Dead { get; private set; }

    public bool Frozen { get; set; }

    /// <summary>It is to leave: it must get nothing more.</summary>
    public bool Leaving { get; set; }

    /// <summary>When its machine is taken back; null: never.</summary>
    public long? Ends { get; init; }

    /// <summary>It was told to stop and has.</summary>
    public bool Stopped { get; private set; }

    public int OpenRuns => _runs.Count;

    public int OpenSessions => _sessions.Count;

    public IEnumerable<ModelBatch> Running => Batches.Take(slots);

    public void Receive(ToWorker message, ReadOnlyMemory<byte> payload)
    {
        Inbox.Enqueue((message, payload.ToArray()));
        if (message.RunBatch is { } batch)
        {
            Assert.False(Leaving, "a worker that leaves got a batch");
            Leased.Add(new ModelBatch(batch));
            Assert.True(Leased.Count <= 2 * slots, "more than two batches per slot");
        }
    }

    /// <summary>Reads one message.</summary>
    public void Read(Pick pick)
    {
        var (message, payload) = Inbox.Dequeue();
        switch (message.BodyCase)
        {
            case ToWorker.BodyOneofCase.OpenSession:
                Assert.True(_sessions.Add(message.OpenSession.Session));
                break;
            case ToWorker.BodyOneofCase.CloseSession:
                CloseSession(message.CloseSession.Session);
                break;
            case ToWorker.BodyOneofCase.BuildEnvironment:
                Assert.Contains(message.BuildEnvironment.Session, _sessions);
                Building.Add(message.BuildEnvironment.Environment, message.BuildEnvironment.Session);
                break;
            case ToWorker.BodyOneofCase.DropEnvironment:
                var dropped = message.DropEnvironment.Environment;
                Assert.True(Building.Remove(dropped) | Built.Remove(dropped) | _failed.Remove(dropped));
                break;
            case ToWorker.BodyOneofCase.RunBatch:
                Accept(message.RunBatch, payload);
                break;
            case ToWorker.BodyOneofCase.GiveBack:
                GiveBack(message.GiveBack.Lease, pick);
                break;
            case ToWorker.BodyOneofCase.CancelLease:
                Cancel(message.CancelLease.Lease, pick);
                break;
            case ToWorker.BodyOneofCase.CloseRun:
                CloseRun(message.CloseRun);
                break;
            case ToWorker.BodyOneofCase.Stop:
                Assert.True(Leaving || Ends is not null);
                Leaving = true;
                Stopped = true;
                break;
        }
    }

    public void EndBuild(long environment, bool succeeded)
    {
        Building.Remove(environment, out var session);
        if (succeeded)
        {
            Built.Add(environment, session);
        }
        else
        {
            _failed.Add(environment);
        }

        Outbox.Enqueue((succeeded
            ? new ToDispatcher { EnvironmentBuilt = new EnvironmentBuilt { Environment = environment } }
            : new ToDispatcher
            {
                EnvironmentFailed = new EnvironmentFailed { Environment = environment, Failure = new Failure() },
            }, []));
    }

    /// <summary>Runs up to that many items of a batch that has begun, and dies where one is poison.</summary>
    public void Run(ModelBatch batch, int items, bool report)
    {
        if (Dead || batch.Hangs)
        {
            return;
        }

        var run = runs(batch.Run);
        for (; items > 0 && batch.Rest > 0; items--)
        {
            Dead = run.Poison == batch.First + batch.Done;
            if (Dead)
            {
                return;
            }

            if (run.HangsAt(batch.First + batch.Done, batch.Retries))
            {
                Hang(batch);
                return;
            }

            batch.Done++;
        }

        if (report || batch.Rest == 0)
        {
            Report(batch, batch.Done - batch.Reported);
        }

        EndIfDone(batch);
    }

    /// <summary>Sends outcomes that wait.</summary>
    public void Report(ModelBatch batch, int items)
    {
        if (items == 0)
        {
            return;
        }

        var first = batch.First + batch.Reported;
        var run = runs(batch.Run);
        var done = new RangeDone
        {
            Run = batch.Run, Lease = batch.Lease, First = first, Count = items, ElapsedNs = (long)elapsed * items,
        };
        for (var index = first; index < first + items; index++)
        {
            if (run.FailsAt(index, batch.Retries) || (batch.Told && index == first + items - 1))
            {
                var retry = batch.Retries < run.Definition.Retries;
                done.Failures.Add(
                    new ItemFailure { Index = index, Retry = retry, Failure = retry ? null : new Failure() });
            }
        }

        batch.Reported += items;
        Outbox.Enqueue((new ToDispatcher { RangeDone = done }, ModelItems.Results(first, items)));
    }

    public void Refuse(ModelBatch batch)
    {
        if (_refused.Add(batch.Run))
        {
            Outbox.Enqueue((new ToDispatcher
            {
                RunRefused = new RunRefused { Run = batch.Run, Failure = new Failure() },
            }, []));
        }

        Return(batch, batch.Rest);
    }

    /// <summary>The dispatcher hears a message: keeps its view of the leases.</summary>
    public void Hear(ToDispatcher message)
    {
        var (lease, done, returned) = message switch
        {
            { RangeDone: { } range } => (range.Lease, range.Count, 0),
            { GaveBack: { } back } => (back.Lease, 0, back.Count),
            _ => (0, 0, 0),
        };
        if (Leased.FirstOrDefault(b => b.Lease == lease) is { } batch)
        {
            batch.Heard += done;
            batch.Returned += returned;
            if (batch.Heard + batch.Returned == batch.Count)
            {
                Leased.Remove(batch);
            }
        }
    }

    private void Accept(RunBatch message, byte[] payload)
    {
        if (message.Definition is { } definition && !_runs.ContainsKey(definition.Run))
        {
            Assert.Contains(definition.Session, _sessions);
            Assert.True(definition.Environment == 0 || Built.ContainsKey(definition.Environment));
            _runs.Add(definition.Run, definition);
        }

        Assert.True(_runs.ContainsKey(message.Run), $"{id} got a batch of run {message.Run} that it does not know");
        Assert.Equal(ModelItems.Bytes(message.First, message.Count, runs(message.Run).Variable), payload);
        var batch = Leased.First(b => b.Lease == message.Lease);
        Batches.Add(batch);
        Taken.Add(batch);
        CheckResources();
        if (_refused.Contains(message.Run))
        {
            Return(batch, batch.Rest);
        }
    }

    /// <summary>What runs at once needs no more than is offered.</summary>
    private void CheckResources()
    {
        foreach (var name in Running.SelectMany(b => runs(b.Run).Resources.Keys).Distinct())
        {
            var used = Running.Sum(b => runs(b.Run).Resources.GetValueOrDefault(name));
            Assert.True(used <= Resources.GetValueOrDefault(name) + 1e-6, $"{id} runs items that need {used} {name}");
        }
    }

    private void EndIfDone(ModelBatch batch)
    {
        if (batch.Rest == 0 && batch.Reported == batch.Done && Batches.Remove(batch) && runs(batch.Run).Definition.Once)
        {
            _runs.Remove(batch.Run);
        }
    }

    private void CloseRun(CloseRun close)
    {
        Assert.True(_runs.Remove(close.Run) || runs(close.Run).Definition.Once);
        var batches = Batches.Where(b => b.Run == close.Run).ToList();
        Assert.True(close.Cancel || batches.Count == 0, "a run was closed with batches out");
        foreach (var batch in batches.Where(b => !b.Hangs))
        {
            Return(batch, batch.Rest);
        }
    }

    private void CloseSession(long session)
    {
        Assert.True(_sessions.Remove(session));
        foreach (var environments in new[] { Building, Built })
        {
            foreach (var (environment, _) in environments.Where(e => e.Value == session).ToList())
            {
                environments.Remove(environment);
            }
        }
    }
}

using ParallelCompute.Code;
using ParallelCompute.Wire;

namespace ParallelCompute.Execution;

public sealed partial class WorkerGrain
{
    /// <summary>Outcomes wait no longer than this for the rest of their batch.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(10);

    private readonly LinkedList<Batch> _work = new();
    private readonly Dictionary<long, Batch> _batches = [];
    private readonly Timer _flusher;
    private readonly Slot[] _slots;
    private bool _flushing;
    private bool _stopping;

    private Slot[] StartSlots() => [.. Enumerable.Range(0, _settings.Slots)
        .Select(i => new Slot(i, new SlotContext(_settings), _settings.Marks[i], Take, RunBatch))];

    private void Queue(RunBatch message, ReadOnlyMemory<byte> payload)
    {
        lock (_gate)
        {
            if (message.Count < 1 || message.First < 0 || message.First > long.MaxValue - message.Count ||
                _batches.ContainsKey(message.Lease))
            {
                throw new InvalidDataException(
                    $"a batch of {message.Count} items from {message.First} on cannot be under lease {message.Lease}");
            }

            if (message.Definition is { } definition)
            {
                Open(definition);
            }

            if (!_runs.TryGetValue(message.Run, out var run) || run.Refused || _stopping)
            {
                _reporter.Say(new ToDispatcher
                {
                    GaveBack = new GaveBack { Lease = message.Lease, Count = message.Count },
                });
                return;
            }

            var batch = new Batch(run, message, payload, _reporter);
            run.Batches++;
            _batches.Add(message.Lease, batch);
            _work.AddLast(batch);
            _settings.Marks.NoteReady();
            Monitor.Pulse(_gate);
        }
    }

    private void Open(RunDefinition definition)
    {
        if (_runs.ContainsKey(definition.Run) || !_sessions.TryGetValue(definition.Session, out var session))
        {
            return;
        }

        var environment = definition.Environment == 0
            ? session.Empty : session.Environments.GetValueOrDefault(definition.Environment);
        if (environment is not null)
        {
            environment.Use();
            _runs.Add(definition.Run, new WorkerRun(definition, session, environment));
        }
    }

    /// <summary>Waits for a batch, on a slot's thread; null when the worker stops.</summary>
    private Batch? Take()
    {
        lock (_gate)
        {
            while (_work.Count == 0)
            {
                if (_stopping)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }

            var batch = _work.First!.Value;
            _work.RemoveFirst();
            if (!_flushing)
            {
                _flushing = true;
                _flusher.Change(LongestWait, LongestWait);
            }

            return batch;
        }
    }

    private void RunBatch(Batch batch)
    {
        try
        {
            if (Prepare(batch.Run) is { } runner)
            {
                batch.Start();
                runner.Run(batch);
                batch.ForgetItems();
            }
        }
        catch (Exception e) when (e is ShippingException or OutOfMemoryException)
        {
            Refuse(batch.Run, e);
        }

        batch.End();
        lock (_gate)
        {
            Finish(batch);
        }
    }

    private BatchRunner? Prepare(WorkerRun run)
    {
        try
        {
            return run.Refused ? null : run.Prepare();
        }
        catch (Exception e)
        {
            // Whatever user code or its assemblies do while they are loaded is an answer to the caller, never a crash.
            Refuse(run, e);
            return null;
        }
    }

    private void Refuse(WorkerRun run, Exception reason)
    {
        lock (_gate)
        {
            if (!run.Refused)
            {
                run.Refused = true;
                _reporter.Say(new ToDispatcher
                {
                    RunRefused = new RunRefused { Run = run.Definition.Run, Failure = Failures.Of(reason) },
                });
            }
        }
    }

    private void GiveBack(long lease)
    {
        lock (_gate)
        {
            if (!_batches.TryGetValue(lease, out var batch))
            {
                return;
            }

            if (!Dequeue(batch))
            {
                batch.GiveBackHalf();
            }
        }
    }

    /// <summary>Nobody needs the lease's outcome any more.</summary>
    private void CancelLease(long lease)
    {
        lock (_gate)
        {
            if (_batches.TryGetValue(lease, out var batch))
            {
                batch.Cancel();
                Dequeue(batch);
            }
        }
    }

    /// <summary>Gives all of a batch back that no slot has yet; false where one has.</summary>
    private bool Dequeue(Batch batch)
    {
        var isQueued = _work.Remove(batch);
        if (isQueued)
        {
            batch.End();
            Finish(batch);
        }

        return isQueued;
    }

    /// <summary>
    /// Takes a canceled run's batches away: queued ones at once, running ones before their next item.
    /// </summary>
    private void Withdraw(WorkerRun run)
    {
        run.Cancel();
        foreach (var batch in _batches.Values.Where(b => b.Run == run).ToList())
        {
            batch.Stop();
            Dequeue(batch);
        }
    }

    private void Finish(Batch batch)
    {
        _batches.Remove(batch.Lease);
        batch.Run.Batches--;
        if (batch.Run.Definition.Once && batch.Run.Batches == 0 && _runs.Remove(batch.Run.Definition.Run))
        {
            batch.Run.Closed = true;
        }

        DisposeIfDone(batch.Run);
    }

    private static void DisposeIfDone(WorkerRun run)
    {
        if (run.Closed && run.Batches == 0)
        {
            run.Dispose();
        }
    }

    private void FlushSlow()
    {
        var busy = false;
        foreach (var slot in _slots)
        {
            if (slot.Active is { } batch)
            {
                busy = true;
                batch.Flush();
                batch.CheckTime();
            }
        }

        lock (_gate)
        {
            if (!busy && _work.Count == 0 && _flushing)
            {
                _flushing = false;
                _flusher.Change(Timeout.Infinite, Timeout.Infinite);
            }
        }
    }
}

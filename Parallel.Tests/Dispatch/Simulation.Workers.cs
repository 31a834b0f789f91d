using ParallelCompute.Launching;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

internal sealed partial class Simulation
{
    private void Read(ModelWorker worker, Pick pick, int most)
    {
        for (; most > 0 && !worker.Dead && worker.Inbox.Count > 0; most--)
        {
            _trace?.Invoke($"{worker.Id} reads {worker.Inbox.Peek().Message}");
            worker.Read(pick);
        }
    }

    private void Work(ModelWorker worker, Pick pick)
    {
        var running = worker.Running.ToList();
        if (!worker.Dead && running.Count > 0)
        {
            var batch = pick.Of(running);
            var items = pick.OneIn(2) ? batch.Rest : pick.Between(0, batch.Rest);
            _trace?.Invoke($"{worker.Id} runs {items} of lease {batch.Lease}");
            worker.Run(batch, items, report: !pick.OneIn(3));
        }
    }

    private void EndBuild(ModelWorker worker, Pick pick)
    {
        if (!worker.Dead && worker.Building.Count > 0)
        {
            var environment = pick.Of([.. worker.Building.Keys]);
            var succeeds = !pick.OneIn(8);
            _trace?.Invoke($"{worker.Id} {(succeeds ? "builds" : "fails to build")} environment {environment}");
            if (!succeeds)
            {
                Fail(environment);
            }

            worker.EndBuild(environment, succeeds);
        }
    }

    private void Fail(long environment)
    {
        foreach (var session in _sessions)
        {
            session.Failed.Add(environment);
        }

        foreach (var run in _runs.Values.Where(r => r.Definition.Environment == environment))
        {
            run.MayFail = true;
        }
    }

    private void Deliver(ModelWorker worker, int most)
    {
        for (; most > 0 && worker.Outbox.TryDequeue(out var sent); most--)
        {
            _trace?.Invoke($"{worker.Id} says {sent.Message}");
            worker.Hear(sent.Message);
            _grain.WorkerSaid(worker.Id, sent.Message, sent.Payload);
        }
    }

    private void Refuse(ModelWorker worker, Pick pick)
    {
        if (!worker.Dead && worker.Running.FirstOrDefault() is { } batch)
        {
            _trace?.Invoke($"{worker.Id} refuses run {batch.Run}");
            _runs[batch.Run].MayFail = true;
            foreach (var queued in worker.Batches.Where(b => b.Run == batch.Run).ToList())
            {
                worker.Refuse(queued);
            }
        }
    }

    private void Lose(ModelWorker worker, Pick pick)
    {
        var told = _gentle || pick.OneIn(2);
        Deliver(worker, told ? int.MaxValue : pick.Next(3));
        if (!_workers.Remove(worker.Id))
        {
            return;
        }

        _trace?.Invoke($"{worker.Id} is lost");
        _zombies.Add(worker);
        // Its guard tells before or after its connection ends, or not in time.
        var (marks, tells) = (MarksOf(worker, pick), pick.Next(3));
        Blame(worker, tells < 2 ? marks : null);
        if (tells == 0)
        {
            _grain.WorkerDied(worker.Id, "signal 9", "last words", marks);
        }

        _grain.WorkerLost(worker.Id, "connection lost");
        if (tells == 1)
        {
            _grain.WorkerDied(worker.Id, "signal 9", "", marks);
        }
    }

    /// <summary>What is found of the marks of a dead worker: they may be lost, or damaged by what killed it.</summary>
    private List<SlotMark>? MarksOf(ModelWorker worker, Pick pick)
    {
        if (!worker.LeavesMarks)
        {
            return null;
        }

        var marks = worker.Marks;
        if (!_gentle && pick.OneIn(6) && marks.Count > 0)
        {
            var damaged = pick.Next(marks.Count);
            marks[damaged] = pick.Next(3) switch
            {
                0 => marks[damaged] with { Position = pick.Of([-1, int.MinValue, int.MaxValue]) },
                1 => marks[damaged] with { Lease = pick.Of([-1, long.MinValue, long.MaxValue]) },
                _ => marks[(damaged + 1) % marks.Count],
            };
        }

        return marks;
    }

    /// <summary>Counts for each item how often it can be blamed.</summary>
    private void Blame(ModelWorker worker, List<SlotMark>? marks)
    {
        var running = worker.Leased.Take(worker.Slots).ToList();
        var isDamaged = marks is null || marks.Distinct().Count() < marks.Count || running.Any(
            b => marks.Any(m => m.Lease == b.Lease && (m.Position < 0 || m.Position >= b.Count)));
        foreach (var batch in running)
        {
            for (var item = batch.Heard; item < batch.Count - batch.Returned; item++)
            {
                if (isDamaged || marks!.Contains(new SlotMark(batch.Lease, item)))
                {
                    _runs[batch.Run].Blamed[batch.First + item]++;
                }
            }
        }
    }

    private void Leave(ModelWorker worker)
    {
        _trace?.Invoke($"{worker.Id} is to leave");
        worker.Leaving = true;
        _grain.Drain(worker.Id, TimeSpan.FromSeconds(5));
    }

    /// <summary>Who was told to stop closes its connection, its last words said.</summary>
    private void LoseStopped()
    {
        foreach (var worker in _workers.Values.Where(w => w.Stopped).ToList())
        {
            _trace?.Invoke($"{worker.Id} has left");
            Deliver(worker, int.MaxValue);
            if (_workers.Remove(worker.Id))
            {
                _grain.WorkerLost(worker.Id, "told to stop");
            }
        }
    }

    /// <summary>Whose time is over is killed, and no item is to blame.</summary>
    private void LoseEnded()
    {
        foreach (var worker in _workers.Values.Where(w => w.Ends <= _host.Now).ToList())
        {
            _trace?.Invoke($"the time of {worker.Id} is over");
            _workers.Remove(worker.Id);
            _grain.WorkerLost(worker.Id, "connection lost");
            _grain.WorkerDied(worker.Id, "signal 9", "", worker.LeavesMarks ? worker.Marks : null);
        }
    }

    /// <summary>A worker that was taken for lost goes on and is heard, late.</summary>
    private void Zombie(Pick pick)
    {
        if (_zombies.Count > 0)
        {
            var worker = pick.Of(_zombies);
            Read(worker, pick, pick.Next(4));
            Work(worker, pick);
            Deliver(worker, pick.Next(4));
        }
    }

    /// <summary>A worker says what cannot be true: it must go, and nobody else may notice.</summary>
    private void Lie(ModelWorker worker, Pick pick)
    {
        var open = _runs.Values.Where(r => !r.Ended && r.Id != 0).ToList();
        var own = worker.Leased.Find(b => !_runs[b.Run].Ended);
        var others = _workers.Values.Where(w => w != worker).SelectMany(w => w.Leased).ToList();
        ToDispatcher? lie = pick.Next(6) switch
        {
            0 when own is not null => Range(own, own.Heard + 1, 1),
            1 when own is not null => Range(own, own.Heard, own.Count - own.Returned - own.Heard + 1),
            2 when own is not null => Range(own, own.Heard, pick.Of([0, -1, int.MinValue])),
            3 when own is not null => new ToDispatcher
            {
                GaveBack = new GaveBack { Lease = own.Lease, Count = pick.Of([-1, own.Count + 1, int.MaxValue]) },
            },
            4 when others.Find(b => !_runs[b.Run].Ended) is { } other => Range(other, other.Heard, 1),
            5 when open.Count > 0 => new ToDispatcher
            {
                RangeDone = new RangeDone { Run = open[0].Id, Lease = 1_000_000, First = 0, Count = 1 },
            },
            _ => null,
        };
        if (lie is not null)
        {
            _trace?.Invoke($"{worker.Id} lies: {lie}");
            var callbacks = _runs.Values.Sum(r => r.Callbacks);
            _grain.WorkerSaid(worker.Id, lie, ModelItems.Results(0, 4));
            Assert.Contains(worker.Id, _host.Disconnected.Keys);
            Assert.Equal(callbacks, _runs.Values.Sum(r => r.Callbacks));
        }
    }

    private static ToDispatcher Range(ModelBatch batch, int skip, int count) => new()
    {
        RangeDone = new RangeDone { Run = batch.Run, Lease = batch.Lease, First = batch.First + skip, Count = count },
    };

    /// <summary>Time passes; where it is much, setups that still run are given up.</summary>
    private void Pass(Pick pick)
    {
        var much = !_gentle && pick.OneIn(3);
        _trace?.Invoke($"time passes, {(much ? "much" : "some")}");
        foreach (var session in _sessions.Where(s => much && !s.Closed && s.Current != 0))
        {
            for (var environment = 1; environment <= _lastEnvironment; environment++)
            {
                Fail(environment);
            }
        }

        _host.Advance(TimeSpan.FromSeconds(much ? 61 : 1));
    }

    private void LoseDisconnected()
    {
        foreach (var id in _host.Disconnected.Keys.Where(_workers.ContainsKey).ToList())
        {
            _workers[id].Outbox.Clear();
            Lose(_workers[id], new Pick(1));
        }
    }
}

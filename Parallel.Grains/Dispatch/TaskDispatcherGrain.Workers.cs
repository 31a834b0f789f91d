using ParallelCompute.Code;
using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Dispatch;

public sealed partial class TaskDispatcherGrain
{
    private readonly Dictionary<string, Worker> _workers = [];
    private int _slots;

    /// <inheritdoc/>
    public void WorkerJoined(
        string worker, int slots, string node, IReadOnlyDictionary<string, double> resources, IWorkerGrain grain,
        bool leavesMarks = false)
    {
        if (_workers.TryGetValue(worker, out var former))
        {
            // Nothing has died: what it runs is begun anew without blame.
            former.Dismissed = true;
            former.Grain.Receive(
                new ToWorker { Stop = new Stop { GraceMs = (long)settings.CancelGrace.TotalMilliseconds } }, default);
            WorkerLost(worker, "another process joined under the same id");
        }

        // A later death is another one.
        _deaths.Remove(worker);

        var joined = new Worker(worker, slots, node, new Resources(resources), grain) { LeavesMarks = leavesMarks };
        _workers.Add(worker, joined);
        Assign(joined);
        Announce(joined.Offers);
        _slots += slots;
        _idleWorkers++;
        foreach (var session in _sessions.Values)
        {
            session.Unavailable = null;
            session.Observer.WorkerJoined(worker);
            grain.Receive(new ToWorker { OpenSession = session.Opening }, default);
            foreach (var build in session.Environments.Values)
            {
                Build(joined, build);
            }

            if (session.Current == Session.NoEnvironment)
            {
                session.Observer.WorkerReady(worker, new EnvironmentBuilt());
            }
        }

        foreach (var run in _feeding)
        {
            Acknowledge(run, run.Consumed);
        }

        Serve(joined);
        Pump();
    }

    /// <inheritdoc/>
    public void WorkerSaid(string worker, ToDispatcher message, ReadOnlyMemory<byte> payload)
    {
        _workers.TryGetValue(worker, out var known);
        if (known is not null && LieOf(known, message) is { } lie)
        {
            host.Disconnect(worker, lie);
            return;
        }

        switch (message.BodyCase)
        {
            case ToDispatcher.BodyOneofCase.RangeDone:
                RangeDone(worker, known, message.RangeDone, payload);
                break;
            case ToDispatcher.BodyOneofCase.GaveBack when known is not null:
                GaveBack(known, message.GaveBack);
                break;
            case ToDispatcher.BodyOneofCase.ItemOverdue when known is not null:
                Overdue(known, message.ItemOverdue);
                break;
            case ToDispatcher.BodyOneofCase.Leave when known is not null:
                // What runs gets half of the time to finish, and where it does not, the other half to end.
                Drain(worker, TimeSpan.FromMilliseconds(Math.Clamp(message.Leave.WithinMs, 0, int.MaxValue) / 2.0));
                break;
            case ToDispatcher.BodyOneofCase.RunRefused when known is not null:
                if (_runs.TryGetValue(message.RunRefused.Run, out var refused))
                {
                    End(refused, message.RunRefused.Failure);
                }

                break;
            case ToDispatcher.BodyOneofCase.EnvironmentBuilt when known is not null:
                EnvironmentBuilt(known, message.EnvironmentBuilt);
                break;
            case ToDispatcher.BodyOneofCase.EnvironmentFailed when known is not null:
                EnvironmentFailed(known, message.EnvironmentFailed);
                break;
            case ToDispatcher.BodyOneofCase.NeedFiles when known is not null:
                // Of a session that has closed meanwhile: the worker is told so too, and stops waiting.
                _sessions.GetValueOrDefault(message.NeedFiles.Session)?.Observer.FilesNeeded(worker, message.NeedFiles);
                return;
            case ToDispatcher.BodyOneofCase.NeedBlob when known is not null:
                var needed = message.NeedBlob;
                _blobs.Need(known, needed, _sessions.GetValueOrDefault(needed.Session));
                return;
            case ToDispatcher.BodyOneofCase.NeedPart when known is not null:
                _blobs.NeedPart(known, message.NeedPart);
                return;
            case ToDispatcher.BodyOneofCase.EndNeed when known is not null:
                _blobs.End(known, message.EndNeed.Need);
                return;
        }

        Pump();
    }

    /// <inheritdoc/>
    public void WorkerLost(string worker, string reason)
    {
        if (!_workers.Remove(worker, out var lost))
        {
            return;
        }

        _blobs.Lose(lost);
        _slots -= lost.Leaving is null ? lost.Slots : 0;
        _idleWorkers -= lost.HasIdleSlot ? 1 : 0;
        lost.Leaving?.Dispose();
        lost.MoveTo(null);
        Unassign(lost);
        if (lost.Leases.Count > 0)
        {
            _busy.Remove(lost.Busy!);
        }

        foreach (var timer in lost.Building.Values)
        {
            timer.Dispose();
        }

        // A worker runs its batches in order: only the first ones, one for each slot, can have been running. One that
        // was told to go has died of nothing.
        var running = lost.Dismissed ? 0 : lost.Slots;
        foreach (var run in _runs.Values)
        {
            run.Workers.Remove(lost);
        }

        List<Lease> begun = [];
        foreach (var lease in lost.Leases)
        {
            _leases.Remove(lease.Id);
            Release(lease);
            var suspect = running-- > 0;
            if (lease.Run.Ended)
            {
                continue;
            }

            lease.Run.Contest(lease);
            lease.LeaveToOther();
            if (suspect)
            {
                begun.Add(lease);
            }
            else
            {
                TakeBack(lease);
            }
        }

        Examine(lost, begun, reason);
        foreach (var session in _sessions.Values)
        {
            session.Observer.WorkerLost(worker, reason);
        }

        Pump();
    }

    /// <inheritdoc/>
    public void WorkersUnavailable(long session, Failure reason)
    {
        if (_workers.Count > 0 || !_sessions.TryGetValue(session, out var alone))
        {
            return;
        }

        alone.Unavailable = reason;
        foreach (var run in _runs.Values.Where(r => r.Session == alone).ToList())
        {
            End(run, reason);
        }
    }

    private void Build(Worker worker, BuildEnvironment build)
    {
        if (worker.Leaving is not null)
        {
            return;
        }

        worker.Building.Add(build.Environment, host.After(settings.SetupTimeout, () => SetupTimedOut(worker, build)));
        worker.Grain.Receive(new ToWorker { BuildEnvironment = build }, default);
    }

    private void SetupTimedOut(Worker worker, BuildEnvironment build)
    {
        if (!worker.Building.ContainsKey(build.Environment))
        {
            return;
        }

        var seconds = settings.SetupTimeout.TotalSeconds;
        EnvironmentFailed(worker, new EnvironmentFailed
        {
            Environment = build.Environment,
            Failure = Failures.Of(new SetupException(
                $"setup did not return within {seconds} s on worker {worker.Id}. " +
                "Raise setup_timeout if it needs longer.")),
        });
        host.Disconnect(worker.Id, $"setup did not return within {seconds} s");
        Pump();
    }

    private void EnvironmentBuilt(Worker worker, EnvironmentBuilt built)
    {
        if (!worker.Building.Remove(built.Environment, out var timer))
        {
            return;
        }

        timer.Dispose();
        worker.Environments.Add(built.Environment);
        Reassign(worker);
        SessionOf(built.Environment)?.Observer.WorkerReady(worker.Id, built);
        Serve(worker);
    }

    private void EnvironmentFailed(Worker worker, EnvironmentFailed failed)
    {
        if (!worker.Building.Remove(failed.Environment, out var timer))
        {
            return;
        }

        timer.Dispose();
        if (SessionOf(failed.Environment) is not { } session)
        {
            return;
        }

        session.Failed.TryAdd(failed.Environment, failed.Failure);
        session.Observer.SetupFailed(worker.Id, failed);
        foreach (var run in _runs.Values.Where(r => r.Definition.Environment == failed.Environment).ToList())
        {
            End(run, failed.Failure);
        }
    }

    private Session? SessionOf(long environment) =>
        _sessions.Values.FirstOrDefault(s => s.Environments.ContainsKey(environment));
}

using ParallelCompute.Code;
using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Dispatch;

/// <summary>The dispatcher's logic: sessions and runs of clients here, workers and leases in the other parts.</summary>
/// <remarks>Not safe for concurrent calls: an engine runs its members in turns, and it never blocks in one.</remarks>
public sealed partial class TaskDispatcherGrain(IDispatcherHost host, DispatchSettings settings) : ITaskDispatcherGrain
{
    private readonly Dictionary<long, Session> _sessions = [];
    private readonly Dictionary<long, Run> _runs = [];
    private readonly HashSet<Run> _feeding = [];
    private readonly BlobBoard _blobs = new(host);
    private long _itemsDone;
    private long _firstDone;

    /// <summary>Outcomes of items that had one, of workers taken for lost or of the slower of two attempts.</summary>
    private long _duplicatesDropped;

    /// <inheritdoc/>
    public void OpenSession(OpenSession session, ISessionObserver observer)
    {
        _sessions.Add(session.Session, new Session(session, observer));
        _last.Session = Math.Max(_last.Session, session.Session);
        foreach (var worker in _workers.Values)
        {
            worker.Grain.Receive(new ToWorker { OpenSession = session }, default);
            observer.WorkerReady(worker.Id, new EnvironmentBuilt());
        }
    }

    /// <inheritdoc/>
    public void CloseSession(long session)
    {
        if (!_sessions.Remove(session, out var closed))
        {
            return;
        }

        foreach (var run in _runs.Values.Where(r => r.Session == closed).ToList())
        {
            End(run, Failures.Of(new ParallelException(
                $"The client was closed while run {run.Id} was going on; {run.Settled} items had an outcome.")));
        }

        _blobs.Close(closed);
        foreach (var worker in _workers.Values)
        {
            foreach (var environment in closed.Environments.Keys)
            {
                Forget(worker, environment);
            }

            worker.Grain.Receive(new ToWorker { CloseSession = new CloseSession { Session = session } }, default);
        }
    }

    /// <inheritdoc/>
    public void BuildEnvironment(BuildEnvironment build)
    {
        if (!_sessions.TryGetValue(build.Session, out var session))
        {
            return;
        }

        session.Environments.Add(build.Environment, build);
        _last.Environment = Math.Max(_last.Environment, build.Environment);
        var replaced = session.Current;
        session.Current = build.Environment;
        foreach (var worker in _workers.Values)
        {
            Build(worker, build);
        }

        DropIfUnused(session, replaced);
    }

    /// <inheritdoc/>
    public void OpenRun(RunRequest run, IRunObserver observer)
    {
        var definition = run.Definition;
        if (!_sessions.TryGetValue(definition.Session, out var session))
        {
            observer.Ended(Failures.Of(
                new ParallelException($"run {definition.Run} was opened after its client closed")));
            return;
        }

        var opened = new Run(run, session, observer);
        _runs.Add(opened.Id, opened);
        _last.Run = Math.Max(_last.Run, opened.Id);
        _queue.Open(opened);
        if (WhyNot(session, opened) is { } failure)
        {
            End(opened, failure);
            return;
        }

        if (run.Input is { } input)
        {
            opened.Feed(input);
            opened.EndInput(input.End);
            EndIfComplete(opened);
        }
        else
        {
            _feeding.Add(opened);
            NoteThirst(opened);
            Acknowledge(opened, opened.Consumed);
        }

        Place(opened);
        Pump();
    }

    /// <inheritdoc/>
    public void Feed(long run, ItemBlock items)
    {
        if (_runs.TryGetValue(run, out var open))
        {
            open.Feed(items);
            Place(open);
            Pump();
        }
    }

    /// <inheritdoc/>
    public void EndInput(long run, long count)
    {
        if (!_runs.TryGetValue(run, out var open))
        {
            return;
        }

        open.EndInput(count);
        _feeding.Remove(open);
        _thirsty.Remove(open);
        EndIfComplete(open);
        Place(open);
        Pump();
    }

    /// <inheritdoc/>
    public void Acknowledge(long run, long consumed)
    {
        if (_runs.TryGetValue(run, out var open) && !open.InputEnded)
        {
            Acknowledge(open, consumed);
        }
    }

    /// <inheritdoc/>
    public void CancelRun(long run)
    {
        if (_runs.TryGetValue(run, out var open))
        {
            End(open, null);
            Pump();
        }
    }

    /// <inheritdoc/>
    public void AnswerFile(string worker, FileIs answer)
    {
        if (_workers.TryGetValue(worker, out var asker) && _sessions.ContainsKey(answer.Session))
        {
            asker.Grain.Receive(new ToWorker { FileIs = answer }, default);
        }
    }

    /// <inheritdoc/>
    public void SendPart(string worker, BlobPart part, ReadOnlyMemory<byte> bytes) =>
        _blobs.Send(worker, part, bytes);

    /// <inheritdoc/>
    public void Inspect(Action<ClusterSnapshot> answer)
    {
        var seconds = (host.Now - _firstDone) / (double)TimeSpan.TicksPerSecond;
        answer(new ClusterSnapshot(
            [.. _workers.Values.Select(w => w.Snapshot())], _runs.Count, _runs.Values.Sum(r => r.Pending + r.Waiting),
            _workers.Values.Sum(w => w.ItemsInFlight), _itemsDone,
            _itemsDone == 0 || seconds <= 0 ? 0 : _itemsDone / seconds, _duplicatesDropped));
    }

    /// <summary>Why a run that is being opened can never be served; null where it can.</summary>
    private Failure? WhyNot(Session session, Run opened)
    {
        var run = opened.Definition;
        var isKnown = run.Environment == Session.NoEnvironment || session.Environments.ContainsKey(run.Environment);
        return session.Failed.GetValueOrDefault(run.Environment) ?? session.Unavailable ?? (isKnown ? Lacking(opened)
            : Failures.Of(new ParallelException($"the environment of run {run.Run} was replaced by another call's " +
                "setup before the run was opened; give concurrent calls the same setup, or a client each")));
    }

    private void Acknowledge(Run run, long consumed)
    {
        if (run.Acknowledge(consumed, _slots))
        {
            run.Observer.Wanted(run.FeedUpTo, run.Sizer.Wanted, hungry: false);
        }
    }

    private void EndIfComplete(Run run)
    {
        if (run.IsComplete && !run.Ended)
        {
            End(run, null);
        }
    }

    /// <summary>Closes a run everywhere. Leases still out are accounted for when their worker answers.</summary>
    private void End(Run run, Failure? failure)
    {
        run.Ended = true;
        run.Drop();
        _runs.Remove(run.Id);
        _queue.Close(run);
        _feeding.Remove(run);
        _thirsty.Remove(run);
        var cancel = run.Leases > 0;
        foreach (var worker in run.Workers)
        {
            if (cancel || !run.Definition.Once)
            {
                worker.Grain.Receive(
                    new ToWorker { CloseRun = new CloseRun { Run = run.Id, Cancel = cancel } }, default);
            }
        }

        if (cancel)
        {
            run.Patience = host.After(settings.CancelGrace, () => EndByForce(run));
        }

        run.Workers.Clear();
        DropIfUnused(run.Session, run.Definition.Environment);
        run.Observer.Ended(failure);
    }

    /// <summary>An environment that was replaced lives as long as runs that use it.</summary>
    private void DropIfUnused(Session session, long environment)
    {
        if (environment == session.Current || !session.Environments.ContainsKey(environment) ||
            _runs.Values.Any(r => r.Session == session && r.Definition.Environment == environment))
        {
            return;
        }

        session.Environments.Remove(environment);
        session.Failed.Remove(environment);
        foreach (var worker in _workers.Values.Where(w => Forget(w, environment)))
        {
            worker.Grain.Receive(
                new ToWorker { DropEnvironment = new DropEnvironment { Environment = environment } }, default);
        }
    }

    private bool Forget(Worker worker, long environment)
    {
        var building = worker.Building.Remove(environment, out var timer);
        timer?.Dispose();
        var built = worker.Environments.Remove(environment);
        if (built)
        {
            Reassign(worker);
            Offer(worker);
        }

        return built || building;
    }
}

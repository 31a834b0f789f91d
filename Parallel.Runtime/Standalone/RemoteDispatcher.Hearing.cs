using ParallelCompute.Code;
using ParallelCompute.Engines;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Runtime.Guarding;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Standalone;

internal sealed partial class RemoteDispatcher
{
    /// <summary>That of runs without setup.</summary>
    private const long NoEnvironment = 0;

    /// <summary>Messages that have come from the dispatcher.</summary>
    public long Received => _line.Received;

    /// <summary>Goes on with a dispatcher that remembers this client.</summary>
    /// <exception cref="ProtocolException">What it remembers cannot be.</exception>
    public void Resume(Connection<ToClient> connection, long messages) => _line.Attach(connection, messages);

    /// <summary>Tells a dispatcher that knows nothing of this client all that is open.</summary>
    public void Rebuild(Connection<ToClient> connection)
    {
        lock (_gate)
        {
            _line.Clear();
            if (_session is not null)
            {
                _line.Send(new FromClient { OpenSession = _session });
                Repeat(NoEnvironment);
                foreach (var (environment, build) in _environments.OrderBy(e => e.Key))
                {
                    // One that is replaced before a run uses it is dropped.
                    _line.Send(new FromClient { BuildEnvironment = build });
                    Repeat(environment);
                }
            }

            foreach (var _ in _inspections)
            {
                _line.Send(new FromClient { Inspect = new Inspect() });
            }

            _line.Attach(connection, 0);
        }
    }

    /// <summary>Completes when the dispatcher has heard all that was said.</summary>
    public Task WhenConfirmed() => _line.WhenConfirmed();

    public void Detach(Connection<ToClient> connection) => _line.Detach(connection);

    /// <summary>The dispatcher is gone for good: all that is open fails.</summary>
    public void Lose(Failure reason)
    {
        List<RemoteRun> open;
        List<Action<ClusterSnapshot>> asked;
        lock (_gate)
        {
            _lost = reason;
            (open, asked) = ([.. _runs.Values], [.. _inspections]);
            _runs.Clear();
            _inspections.Clear();
        }

        open.ForEach(run => run.Observer.Ended(reason));
        asked.ForEach(answer => answer(new ClusterSnapshot([], 0, 0, 0, 0, 0, 0)));
    }

    /// <summary>The dispatcher says something. Called for one message at a time.</summary>
    public void Hear(ToClient message, ReadOnlyMemory<byte> payload)
    {
        switch (message.BodyCase)
        {
            case ToClient.BodyOneofCase.Heartbeat:
                return;
            case ToClient.BodyOneofCase.Received:
                _line.Confirm(message.Received.Messages);
                return;
        }

        try
        {
            HearOfRun(message, payload);
        }
        catch (Exception e)
        {
            // It would come again over the next connection, and fail again.
            Lose(Failures.Of(new ParallelException($"A message of the dispatcher cannot be handled: {e.Message}", e)));
            throw;
        }

        _line.Take(payload);
    }

    private void HearOfRun(ToClient message, ReadOnlyMemory<byte> payload)
    {
        switch (message.BodyCase)
        {
            case ToClient.BodyOneofCase.Wanted:
                var wanted = message.Wanted;
                Find(wanted.Run)?.Observer.Wanted(wanted.FeedUpTo, wanted.Batch, wanted.Hungry);
                break;
            case ToClient.BodyOneofCase.Completed:
                Complete(message.Completed, payload);
                break;
            case ToClient.BodyOneofCase.GaveUp:
                GiveUp(message.GaveUp);
                break;
            case ToClient.BodyOneofCase.Ended:
                End(message.Ended);
                break;
            case ToClient.BodyOneofCase.Inspected:
                Action<ClusterSnapshot>? answer;
                lock (_gate)
                {
                    _inspections.TryDequeue(out answer);
                }

                answer?.Invoke(WireRuns.Snapshot(message.Inspected));
                break;
            default:
                if (_observer is { } observer)
                {
                    HearOfSession(message, observer);
                }

                break;
        }
    }

    private static void HearOfSession(ToClient message, ISessionObserver observer)
    {
        switch (message.BodyCase)
        {
            case ToClient.BodyOneofCase.WorkerReady:
                observer.WorkerReady(message.WorkerReady.Worker, message.WorkerReady.Environment);
                break;
            case ToClient.BodyOneofCase.SetupFailed:
                observer.SetupFailed(message.SetupFailed.Worker, message.SetupFailed.Environment);
                break;
            case ToClient.BodyOneofCase.FilesNeeded:
                observer.FilesNeeded(message.FilesNeeded.Worker, message.FilesNeeded.Need);
                break;
            case ToClient.BodyOneofCase.PartNeeded:
                observer.PartNeeded(message.PartNeeded.Worker, message.PartNeeded.Blob, message.PartNeeded.Part);
                break;
            case ToClient.BodyOneofCase.WorkerHangs:
                observer.WorkerHangs(message.WorkerHangs.Worker, message.WorkerHangs.Reason);
                break;
            case ToClient.BodyOneofCase.WorkerLost:
                observer.WorkerLost(message.WorkerLost.Worker, message.WorkerLost.Reason);
                break;
            case ToClient.BodyOneofCase.WorkerJoined:
                observer.WorkerJoined(message.WorkerJoined.Worker);
                break;
            case ToClient.BodyOneofCase.GuardNotice:
                observer.GuardSaid(GuardNotices.Read(message.GuardNotice));
                break;
            default:
                throw new ProtocolException($"it said what this version does not know ({message.BodyCase})");
        }
    }

    private void Complete(Completed completed, ReadOnlyMemory<byte> payload)
    {
        var range = completed.Range;
        var first = range.First + completed.Skip;
        foreach (var (from, end) in Settle(range.Run, first, first + completed.Take, out var observer))
        {
            observer!.Completed(
                range, payload, (int)(from - range.First), (int)(end - from), completed.Worker, completed.Attempt);
        }
    }

    private void GiveUp(GaveUp gaveUp)
    {
        if (Settle(gaveUp.Run, gaveUp.Index, gaveUp.Index + 1, out var observer).Count > 0)
        {
            var error = Failures.Rebuild(gaveUp.Error, KnownTypes.Instance);
            observer!.GaveUp(
                gaveUp.Index, gaveUp.Worker,
                error as ParallelException ?? new ParallelException(error.Message, error));
        }
    }

    private void End(Ended ended)
    {
        RemoteRun? run;
        lock (_gate)
        {
            _runs.Remove(ended.Run, out run);
        }

        run?.Observer.Ended(ended.Error);
    }

    private void Repeat(long environment)
    {
        foreach (var (_, run) in _runs.Where(r => r.Value.Environment == environment).OrderBy(r => r.Key))
        {
            run.Repeat(_line.Send);
        }
    }

    private RemoteRun? Find(long run)
    {
        lock (_gate)
        {
            return _runs.GetValueOrDefault(run);
        }
    }

    private List<(long First, long End)> Settle(long run, long first, long end, out IRunObserver? observer)
    {
        lock (_gate)
        {
            var open = _runs.GetValueOrDefault(run);
            observer = open?.Observer;
            return open?.Settle(first, end) ?? [];
        }
    }
}

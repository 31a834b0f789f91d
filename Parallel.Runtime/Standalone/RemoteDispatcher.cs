using ParallelCompute.Code;
using ParallelCompute.Engines;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Standalone;

/// <summary>A dispatcher in another process, as its client sees it.</summary>
/// <remarks>
/// Remembers what the client has open, so that a dispatcher that was started anew can be told all of it again.
/// </remarks>
internal sealed partial class RemoteDispatcher : ITaskDispatcherGrain
{
    private readonly Lock _gate = new();
    private readonly LastingLine<ToClient> _line = new(
        messages => new FromClient { Received = new Received { Messages = messages } });

    private readonly Dictionary<long, RemoteRun> _runs = [];
    private readonly Dictionary<long, BuildEnvironment> _environments = [];
    private readonly Queue<Action<ClusterSnapshot>> _inspections = [];
    private OpenSession? _session;
    private ISessionObserver? _observer;
    private Failure? _lost;

    public void WorkerJoined(
        string worker, int slots, string node, IReadOnlyDictionary<string, double> resources, IWorkerGrain grain,
        bool leavesMarks) => throw NotHere();

    public void WorkerSaid(string worker, ToDispatcher message, ReadOnlyMemory<byte> payload) => throw NotHere();

    public void WorkerLost(string worker, string reason) => throw NotHere();

    public void Drain(string worker, TimeSpan grace) => Send(new FromClient
    {
        Drain = new Drain { Worker = worker, GraceMs = (long)grace.TotalMilliseconds },
    });

    public void WorkerDied(string worker, string cause, string logTail, IReadOnlyList<SlotMark>? marks) =>
        Send(new FromClient { WorkerDied = WireRuns.Of(worker, cause, logTail, marks) });

    public void GuardSaid(LaunchNotice notice) => throw NotHere();

    public void WorkersUnavailable(long session, Failure reason) => Send(new FromClient
    {
        WorkersUnavailable = new WorkersUnavailable { Session = session, Reason = reason },
    });

    public void OpenSession(OpenSession session, ISessionObserver observer)
    {
        lock (_gate)
        {
            (_session, _observer) = (session, observer);
            _line.Send(new FromClient { OpenSession = session });
        }
    }

    public void CloseSession(long session)
    {
        List<RemoteRun> open;
        lock (_gate)
        {
            open = [.. _runs.Values];
            _runs.Clear();
            (_session, _observer) = (null, null);
            _line.Send(new FromClient { CloseSession = new CloseSession { Session = session } });
        }

        // Not waited for: the dispatcher may be away.
        var reason = Failures.Of(new ParallelException("The client was closed while the run was going on."));
        open.ForEach(run => run.Observer.Ended(reason));
    }

    public void BuildEnvironment(BuildEnvironment build)
    {
        lock (_gate)
        {
            foreach (var unused in _environments.Keys.Except(_runs.Values.Select(r => r.Environment)).ToList())
            {
                _environments.Remove(unused);
            }

            _environments.Add(build.Environment, build);
            _line.Send(new FromClient { BuildEnvironment = build });
        }
    }

    public void OpenRun(RunRequest run, IRunObserver observer)
    {
        lock (_gate)
        {
            if (_lost is null)
            {
                var opened = new RemoteRun(run, observer);
                _runs.Add(run.Definition.Run, opened);
                opened.Repeat(_line.Send);
                return;
            }
        }

        observer.Ended(_lost);
    }

    public void Feed(long run, ItemBlock items)
    {
        lock (_gate)
        {
            if (_runs.TryGetValue(run, out var open))
            {
                open.Feed(items);
                _line.Send(
                    new FromClient { FeedItems = new FeedItems { Run = run, Items = WireItems.Of(items) } },
                    items.Bytes);
            }
        }
    }

    public void EndInput(long run, long count)
    {
        lock (_gate)
        {
            if (_runs.TryGetValue(run, out var open))
            {
                open.EndInput(count);
                _line.Send(new FromClient { EndInput = new EndInput { Run = run, Count = count } });
            }
        }
    }

    public void Acknowledge(long run, long consumed)
    {
        lock (_gate)
        {
            if (_runs.TryGetValue(run, out var open))
            {
                open.Acknowledge(consumed);
                _line.Send(new FromClient { Acknowledge = new Acknowledge { Run = run, Consumed = consumed } });
            }
        }
    }

    public void CancelRun(long run)
    {
        RemoteRun? open;
        lock (_gate)
        {
            if (!_runs.Remove(run, out open))
            {
                return;
            }

            _line.Send(new FromClient { CancelRun = new CancelRun { Run = run } });
        }

        // Nothing more of it is wanted, whatever the dispatcher has still on its way.
        open.Observer.Ended(null);
    }

    public void AnswerFile(string worker, FileIs answer) =>
        Send(new FromClient { AnswerFile = new AnswerFile { Worker = worker, Answer = answer } });

    public void SendPart(string worker, BlobPart part, ReadOnlyMemory<byte> bytes) =>
        _line.Send(new FromClient { SendPart = new SendPart { Worker = worker, Part = part } }, bytes);

    public void Inspect(Action<ClusterSnapshot> answer)
    {
        lock (_gate)
        {
            _inspections.Enqueue(answer);
            _line.Send(new FromClient { Inspect = new Inspect() });
        }
    }

    private static InvalidOperationException NotHere() => new("workers join the dispatcher itself");

    private void Send(FromClient message) => _line.Send(message);
}

using ParallelCompute.Dispatch;
using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>
/// A dispatcher among model workers and clients; every number of a schedule is one thing that happens.
/// </summary>
/// <remarks>
/// In a gentle schedule workers die of one poisonous item only and all that was sent arrives; in a slow one runs are
/// short, may run items twice, and much time passes.
/// </remarks>
internal sealed partial class Simulation
{
    private const int MostWorkers = 4;
    private const int MostRuns = 6;

    private readonly VirtualHost _host = new();
    private readonly TaskDispatcherGrain _grain;
    private readonly bool _gentle;
    private readonly bool _slow;
    private readonly Action<string>? _trace;
    private readonly int _allowed;
    private readonly int _elapsed;
    private readonly Dictionary<string, ModelWorker> _workers = [];
    private readonly List<ModelWorker> _zombies = [];
    private readonly Dictionary<long, ModelRun> _runs = [];
    private readonly List<ModelSession> _sessions = [];
    private long _lastEnvironment;
    private int _mostGpus;
    private int _lastWorker;
    private bool _poisoned;
    private bool _unavailable;

    private Simulation(Pick pick, bool gentle, bool slow, Action<string>? trace)
    {
        (_gentle, _slow, _trace) = (gentle, slow, trace);
        _allowed = gentle ? 2 : pick.Between(1, 3);
        _elapsed = pick.Of([0, 1_000, 1_000_000, slow ? 10_000_000 : 100_000_000]);
        _grain = new TaskDispatcherGrain(
            _host, new DispatchSettings(TimeSpan.FromSeconds(60), _allowed, TimeSpan.FromMilliseconds(50)));
    }

    /// <summary>Plays a schedule, then lets all work be done and checks that it is.</summary>
    public static void Play(int[] schedule, bool gentle = false, bool slow = false, Action<string>? trace = null)
    {
        var simulation = new Simulation(new Pick(schedule[0]), gentle, slow, trace);
        simulation.OpenSession();
        simulation.Join(new Pick(schedule[0] ^ 1));
        for (var more = 0; slow && more < 2; more++)
        {
            simulation.Join(new Pick(schedule[0] ^ (3 + more)), gpus: 2);
        }

        foreach (var number in schedule.Skip(1))
        {
            simulation.Step(new Pick(number));
            simulation.LoseDisconnected();
            simulation.LoseStopped();
            simulation.LoseEnded();
            simulation.CheckNow();
        }

        simulation.Drain(new Pick(schedule[0] ^ 2));
        simulation.CheckEnd();
    }

    private void Step(Pick pick)
    {
        switch (pick.Next(37))
        {
            case 0 when _workers.Count < MostWorkers: Join(pick); break;
            case 1 when !_gentle: OnWorker(pick, w => Lose(w, pick)); break;
            case 2 when !_gentle: OnWorker(pick, w => w.Frozen = !w.Frozen); break;
            case 3 when !_gentle: Zombie(pick); break;
            case 4 when !_gentle: OnWorker(pick, w => Lie(w, pick)); break;
            case 5 or 6: OpenRun(pick); break;
            case <= 10: OnRun(pick, r => Feed(r, pick)); break;
            case 11: OnRun(pick, EndInput); break;
            case 12: OnRun(pick, r => Acknowledge(r, pick)); break;
            case 13 when pick.OneIn(3): OnRun(pick, Cancel); break;
            case 14: OnSession(pick, s => Build(s, pick)); break;
            case 15 or 16: OnWorker(pick, w => EndBuild(w, pick)); break;
            case 17 when pick.OneIn(4): ChangeSessions(pick); break;
            case 18 when pick.OneIn(4): Pass(pick); break;
            case 19 when !_gentle && pick.OneIn(4): OnWorker(pick, w => Refuse(w, pick)); break;
            case 20 when _workers.Count == 0 && pick.OneIn(2): NoWorkers(); break;
            case <= 23: OnWorker(pick, w => Read(w, pick, pick.Between(1, 6))); break;
            case <= 28: OnWorker(pick, w => Work(w, pick)); break;
            case 29 when pick.OneIn(3): OnWorker(pick, Leave); break;
            case >= 36: Pause(pick); break;
            case >= 33 when _slow: Pause(pick); break;
            default: OnWorker(pick, w => Deliver(w, pick.Between(1, 6))); break;
        }
    }

    private void OnWorker(Pick pick, Action<ModelWorker> act)
    {
        if (_workers.Count > 0 && pick.Of([.. _workers.Values]) is var worker && (!worker.Frozen || pick.OneIn(4)))
        {
            act(worker);
        }
    }

    private void OnRun(Pick pick, Action<ModelRun> act)
    {
        var open = _runs.Values.Where(r => !r.Ended).ToList();
        if (open.Count > 0)
        {
            act(pick.Of(open));
        }
    }

    private void OnSession(Pick pick, Action<ModelSession> act)
    {
        var open = _sessions.Where(s => !s.Closed).ToList();
        if (open.Count > 0)
        {
            act(pick.Of(open));
        }
    }

    private void Join(Pick pick) => Join(
        pick, pick.OneIn(2) ? pick.Between(1, 2) : 0,
        !_gentle && pick.OneIn(3) ? TimeSpan.FromMilliseconds(pick.Between(1, 150_000)) : null);

    private void Join(Pick pick, int gpus, TimeSpan? remaining = null)
    {
        var worker = new ModelWorker($"w{++_lastWorker}", pick.Between(1, 3), run => _runs[run], _elapsed)
        {
            Resources = gpus > 0 ? new() { ["gpu"] = gpus } : [], LeavesMarks = pick.OneIn(2),
            Ends = remaining is { } time ? _host.Now + time.Ticks : null,
        };
        _mostGpus = Math.Max(_mostGpus, gpus);
        _trace?.Invoke($"{worker.Id} joins with {worker.Slots} slots, {gpus} gpus and {remaining} left");
        _workers.Add(worker.Id, worker);
        _unavailable = false;
        _grain.WorkerJoined(worker.Id, worker.Slots, "node", worker.Resources, worker, worker.LeavesMarks, remaining);
    }

    private void ChangeSessions(Pick pick)
    {
        if (_sessions.Count(s => !s.Closed) < 2)
        {
            OpenSession();
        }
        else
        {
            OnSession(pick, CloseSession);
        }
    }

    private void OpenSession()
    {
        var session = new ModelSession(_sessions.Count + 1);
        _trace?.Invoke($"session {session.Id} opens");
        _sessions.Add(session);
        _grain.OpenSession(new OpenSession { Session = session.Id }, session);
    }

    private void CloseSession(ModelSession session)
    {
        _trace?.Invoke($"session {session.Id} closes");
        foreach (var run in _runs.Values.Where(r => r.Definition.Session == session.Id))
        {
            run.MayFail = true;
        }

        _grain.CloseSession(session.Id);
        session.Closed = true;
    }

    private void OpenRun(Pick pick)
    {
        var sessions = _sessions.Where(s => !s.Closed).ToList();
        if (_runs.Values.Count(r => !r.Ended) >= MostRuns || sessions.Count == 0)
        {
            return;
        }

        var session = pick.Of(sessions);
        var plan = _slow ? pick.Next(8) : pick.OneIn(4) ? pick.Next(3) : pick.OneIn(4) ? pick.Next(400) : pick.Next(40);
        var once = plan == 1 && pick.OneIn(2);
        var whole = once || pick.OneIn(4);
        var poison = plan > 0 && !(_gentle && _poisoned) && pick.OneIn(6) ? pick.Next(plan) : -1;
        var variable = pick.OneIn(2);
        var gpus = pick.OneIn(4) ? pick.Of([0.1, 0.5, 1, 2]) : 0;
        var definition = new RunDefinition
        {
            Run = _runs.Count + 1, Session = session.Id, Environment = session.Current, Once = once,
            StopOnError = pick.OneIn(4), Retries = pick.OneIn(2) ? pick.Next(4) : 0,
            RetryDelay = pick.OneIn(2) ? pick.Between(1, 20_000_000) : 0, ItemTimeout = pick.OneIn(2) ? 1 : 0,
            Speculate = _slow || pick.OneIn(2),
        };
        var request = new RunRequest(
            definition, pick.OneIn(2) ? plan : null,
            pick.OneIn(3) ? pick.Between(1, 20) : _slow && pick.OneIn(2) ? 1 : null,
            pick.OneIn(4) ? pick.Between(1, 30) : null, whole ? ModelItems.Block(0, plan, variable) : null,
            pick.OneIn(3) ? pick.Between(-1, 1) : 0,
            gpus > 0 ? new Dictionary<string, double> { ["gpu"] = gpus } : null);
        var run = new ModelRun(request, plan)
        {
            Variable = variable, Poison = poison, FailEvery = pick.OneIn(3) ? pick.Between(2, 9) : 0,
            HangEvery = definition.ItemTimeout > 0 && pick.OneIn(2) ? pick.Between(5, 99) : 0,
            Throws = pick.OneIn(2) ? pick.Between(1, 4) : int.MaxValue,
            Allowed = _gentle && poison < 0 ? int.MaxValue : _allowed,
            MayFail = session.Failed.Contains(session.Current) || _unavailable || gpus > _mostGpus,
        };
        _poisoned |= poison >= 0;
        _trace?.Invoke($"run {run.Id} opens: {plan} items, poison {poison}, {request}");
        _runs.Add(run.Id, run);
        (run.Fed, run.InputEnded) = whole ? (plan, true) : (0, false);
        _grain.OpenRun(request, run);
        Assert.True(run.Ended || gpus <= _mostGpus, "a run waits for what nobody offers");
    }

    private void Feed(ModelRun run, Pick pick)
    {
        var most = (int)Math.Min(run.Plan, run.Credit) - run.Fed;
        if (run.InputEnded || most < 1)
        {
            return;
        }

        var count = pick.OneIn(2) ? most : pick.Between(1, most);
        _trace?.Invoke($"run {run.Id} is fed {count} from {run.Fed}");
        var block = ModelItems.Block(run.Fed, count, run.Variable);
        run.Fed += count;
        run.Hungry = false;
        _grain.Feed(run.Id, block);
    }

    private void EndInput(ModelRun run)
    {
        if (run.Fed == run.Plan && !run.InputEnded)
        {
            _trace?.Invoke($"run {run.Id}: input ends");
            run.InputEnded = true;
            _grain.EndInput(run.Id, run.Plan);
        }
    }

    private void Acknowledge(ModelRun run, Pick pick)
    {
        if (run.Settled > run.Consumed)
        {
            run.Consumed += pick.Between(1, run.Settled - run.Consumed);
            _trace?.Invoke($"run {run.Id}: {run.Consumed} consumed");
            _grain.Acknowledge(run.Id, run.Consumed);
        }
    }

    private void Cancel(ModelRun run)
    {
        _trace?.Invoke($"run {run.Id} is canceled");
        run.MayBreakOff = true;
        _grain.CancelRun(run.Id);
        Assert.True(run.Ended);
    }

    private void Build(ModelSession session, Pick pick)
    {
        if (pick.OneIn(2))
        {
            session.Current = ++_lastEnvironment;
            _trace?.Invoke($"session {session.Id} builds environment {session.Current}");
            _grain.BuildEnvironment(new BuildEnvironment { Session = session.Id, Environment = session.Current });
        }
    }

    private void NoWorkers()
    {
        _trace?.Invoke("no worker is left");
        _unavailable = true;
        foreach (var run in _runs.Values)
        {
            run.MayFail = true;
        }

        foreach (var session in _sessions)
        {
            _grain.WorkersUnavailable(session.Id, new Failure { Message = "no worker is left" });
        }

        Assert.True(_runs.Values.All(r => r.Ended));
    }
}

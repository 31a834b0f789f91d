using System.Reflection;
using ParallelCompute.Dispatch;

namespace ParallelCompute.Tests.Dispatch;

internal sealed partial class Simulation
{
    /// <summary>Far more than any schedule needs; whoever gets there goes in circles.</summary>
    private const int MostRounds = 3_000;

    /// <summary>Everybody does what they can until nothing is left to do.</summary>
    private void Drain(Pick pick)
    {
        _trace?.Invoke("-- from here on everybody does what they can");
        foreach (var worker in _workers.Values)
        {
            worker.Frozen = false;
        }

        if (_slow)
        {
            Straggle(pick);
        }

        // First while the setups that still run do not end: they must not keep others from working.
        var rounds = 0;
        while (Round(pick, build: false))
        {
            Assert.True(++rounds < MostRounds, "the dispatcher goes in circles while workers build");
        }

        while (Round(pick, build: true) || _host.AdvanceToNext() || Replace(pick))
        {
            Assert.True(++rounds < MostRounds, "the dispatcher goes in circles");
        }
    }

    private bool Replace(Pick pick)
    {
        var needed = _runs.Values.Any(r => !r.Ended && !_workers.Values.Any(r.IsMetBy));
        if (needed)
        {
            Join(pick, gpus: 2);
        }

        return needed;
    }

    private bool Round(Pick pick, bool build, ModelWorker? slow = null)
    {
        var moved = false;
        foreach (var worker in _workers.Values.ToList())
        {
            moved |= worker.Inbox.Count + worker.Outbox.Count > 0 || worker.Running.Any(b => !b.Hangs);
            Deliver(worker, int.MaxValue);
            Read(worker, pick, int.MaxValue);
            foreach (var environment in worker.Building.Keys.Where(_ => build).ToList())
            {
                worker.EndBuild(environment, succeeded: true);
                moved = true;
            }

            foreach (var batch in worker.Running.Where(_ => worker != slow).ToList())
            {
                worker.Run(batch, (batch.Rest + 1) / 2, report: true);
            }

            if (worker.Dead)
            {
                Lose(worker, pick);
            }
        }

        LoseDisconnected();
        LoseStopped();
        LoseEnded();
        foreach (var run in _runs.Values.Where(r => !r.Ended).ToList())
        {
            var (fed, consumed, ended) = (run.Fed, run.Consumed, run.InputEnded);
            Acknowledge(run, pick);
            Feed(run, pick);
            EndInput(run);
            moved |= (fed, consumed, ended) != (run.Fed, run.Consumed, run.InputEnded);
        }

        return moved;
    }

    private void CheckNow() => _grain.Inspect(now =>
    {
        CheckAttempts();
        var open = _runs.Values.Where(r => !r.Ended).ToList();
        Assert.Equal(open.Count, now.Runs);
        Assert.Equal(_workers.Count, now.Workers.Count);
        // Items that a lost worker's late outcome settled may wait until they are skipped.
        var late = _zombies.Count == 0 ? 0 : open.Sum(r => r.Settled);
        Assert.InRange(now.ItemsQueued, 0, open.Sum(r => (long)r.Fed - r.Settled) + late);
        Assert.Equal(
            _workers.Values.Sum(w => w.Leased.Sum(b => (long)b.Count - b.Heard - b.Returned)), now.ItemsInFlight);
    });

    private void CheckEnd()
    {
        Assert.All(_runs.Values, run => Assert.True(run.Ended,
            $"run {run.Id} hangs: {run.Settled} of {run.Plan} settled, {run.Fed} fed, credit {run.Credit}"));
        Assert.Equal(0, Count("_leases"));
        Assert.Equal(0, Count("_runs"));
        Assert.Equal(0, Count("_feeding"));
        Assert.Equal(0, Count("_verdicts"));
        Assert.Equal(0, Count("_examinations"));
        Assert.Equal(0, Count("_busy"));
        Assert.True(((RunQueue)Field("_queue")).IsEmpty);
        var pools = (List<Pool>)Field("_pools");
        Assert.Equal(_workers.Count, pools.Sum(p => p.Idle.Count));
        Assert.All(pools, p => Assert.Empty(p.Roomy));
        Assert.All(pools, p => Assert.True(p.Workers > 0));
        Assert.Equal(_workers.Count, (int)Field("_idleWorkers"));
        Assert.Equal(0, _host.Timers);
        var open = _sessions.Where(s => !s.Closed).ToList();
        foreach (var worker in _workers.Values)
        {
            Assert.Empty(worker.Leased);
            Assert.Equal(0, worker.OpenRuns);
            Assert.Equal(open.Count, worker.OpenSessions);
            var wanted = open.Select(s => s.Current).Where(e => e != 0).ToHashSet();
            Assert.Subset(wanted, worker.Built.Keys.ToHashSet());
            var ready = worker.Built.Keys.Select(e => (worker.Id, e)).ToHashSet();
            Assert.Subset(open.SelectMany(s => s.Ready).ToHashSet(), ready);
        }

        CheckNow();
    }

    private int Count(string field) => (int)Field(field).GetType().GetProperty("Count")!.GetValue(Field(field))!;

    private object Field(string name) => _grain.GetType()
        .GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(_grain)!;
}

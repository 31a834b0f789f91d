using ParallelCompute.Code;
using ParallelCompute.Dispatch;
using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

public sealed partial class DispatcherTests
{
    private const int AllowedFailures = 3;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<string, double> NoResources = [];

    private readonly VirtualHost _host = new();
    private readonly TaskDispatcherGrain _grain;
    private readonly ModelSession _session = new(1);
    private readonly Dictionary<long, ModelRun> _runs = [];
    private readonly List<ModelWorker> _workers = [];

    public DispatcherTests()
    {
        _grain = new TaskDispatcherGrain(
            _host, new DispatchSettings(TimeSpan.FromSeconds(60), AllowedFailures, Grace));
        _grain.OpenSession(new OpenSession { Session = 1 }, _session);
    }

    [Fact]
    public void A_client_hears_of_workers_that_were_there_before_it()
    {
        Join(1);
        var late = new ModelSession(2);
        _grain.OpenSession(new OpenSession { Session = 2 }, late);
        Assert.Equal([("w1", 0L)], late.Ready);
    }

    [Fact]
    public void A_run_of_nothing_ends_at_once() => Assert.True(Open(0, whole: true).Ended);

    [Fact]
    public void A_run_whose_environment_was_replaced_ends_with_the_reason()
    {
        _grain.BuildEnvironment(new BuildEnvironment { Session = 1, Environment = 1 });
        _grain.BuildEnvironment(new BuildEnvironment { Session = 1, Environment = 2 });
        Assert.Contains("replaced", Fail(Open(3, environment: 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_run_is_served_while_a_long_one_goes_on()
    {
        var worker = Join(1);
        var @long = Open(10_000, whole: true, batchSize: 10);
        var @short = Open(10, whole: true, batchSize: 10);
        for (var step = 0; !@short.Ended; step++)
        {
            Assert.True(step < 5, "the short run waits for the long one");
            Work(worker);
        }

        Assert.False(@long.Ended);
    }

    [Fact]
    public void A_poisonous_item_is_given_up_with_the_cause_of_death()
    {
        var run = Open(8, whole: true, poison: 5, batchSize: 8);
        var deaths = 0;
        while (!run.Ended && deaths < 20)
        {
            var worker = Join(1);
            while (!run.Ended && !worker.Dead)
            {
                Work(worker);
                if (worker.Inbox.Count + worker.Outbox.Count + worker.Batches.Count == 0)
                {
                    break;
                }
            }

            deaths += worker.Dead ? 1 : 0;
            _grain.WorkerLost(worker.Id, "connection lost");
            _grain.WorkerDied(worker.Id, "signal 9", "out of luck");
            _host.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.True(run.Ended);
        Assert.Equal("signal 9", run.LastGivenUp!.Cause);
        Assert.Contains("out of luck", run.LastGivenUp.Message, StringComparison.Ordinal);
        // Halves first: 8, 4, 2; then the item alone, as often as allowed.
        Assert.Equal(3 + AllowedFailures, deaths);
    }

    [Fact]
    public void Idle_workers_that_cannot_run_them_are_no_reason_to_ask_for_items()
    {
        _grain.BuildEnvironment(new BuildEnvironment { Session = 1, Environment = 1 });
        var (ready, building) = (Join(1), Join(1));
        Read(ready);
        ready.EndBuild(1, succeeded: true);
        Deliver(ready);
        Open(20, whole: true, environment: 1, batchSize: 10);
        Assert.DoesNotContain(ready.Inbox, m => m.Message.GiveBack is not null);
        Read(building);
        building.EndBuild(1, succeeded: true);
        Deliver(building);
        Assert.Contains(ready.Inbox, m => m.Message.GiveBack is not null);
    }

    [Fact]
    public void A_worker_that_builds_keeps_no_slot_of_others_idle()
    {
        _grain.BuildEnvironment(new BuildEnvironment { Session = 1, Environment = 1 });
        var (_, ready, _) = (Join(1), Join(3), Join(1));
        Open(3, whole: true, environment: 1, batchSize: 1);
        Read(ready);
        ready.EndBuild(1, succeeded: true);
        Deliver(ready);
        Assert.Equal(3, ready.Leased.Count);
    }

    [Fact]
    public void Outcomes_of_a_lost_worker_that_still_arrive_are_not_computed_again()
    {
        var lost = Join(1);
        var run = Open(4, whole: true, batchSize: 4);
        Read(lost);
        _grain.WorkerLost(lost.Id, "connection lost");
        lost.Run(lost.Batches[0], 3, report: true);
        Deliver(lost);
        Assert.Equal(3, run.Settled);
        var next = Join(1);
        var batch = next.Inbox.Select(m => m.Message.RunBatch).Single(b => b is not null);
        Assert.Equal((3, 1), (batch.First, batch.Count));
        Work(next);
        Assert.True(run.Ended);
    }

    [Fact]
    public void A_client_is_told_again_that_workers_idle_after_it_has_fed()
    {
        var worker = Join(1);
        var run = Open(4);
        for (var item = 0; item < 3; item++)
        {
            Assert.True(run.Hungry);
            run.Hungry = false;
            run.Fed++;
            _grain.Feed(run.Id, ModelItems.Block(item, 1, variable: false));
            Assert.False(run.Hungry);
            Work(worker);
        }
    }

    [Fact]
    public void Dispatching_a_batch_allocates_little()
    {
        const int Batches = 1_000;
        var sink = new SilentWorker();
        _grain.WorkerJoined("w1", 1, "node", NoResources, sink);
        Dispatch(Batches, firstRun: 1, sink);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Dispatch(Batches, firstRun: 2, sink);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Batches;
        Assert.InRange(each, 1, 1_500);
    }

    private void Dispatch(int batches, long firstRun, SilentWorker sink)
    {
        var request = new RunRequest(
            new RunDefinition { Run = firstRun, Session = 1 }, batches, 1, null, ModelItems.Block(0, batches, false));
        var run = new SilentRun();
        _grain.OpenRun(request, run);
        for (var i = 0; i < batches; i++)
        {
            var done = new RangeDone { Run = firstRun, Lease = sink.FirstLease + i, First = i, Count = 1,
                ElapsedNs = 1 };
            _grain.WorkerSaid("w1", new ToDispatcher { RangeDone = done }, default);
        }

        Assert.True(run.Ended);
        sink.FirstLease += batches;
    }

    private ModelWorker Join(
        int slots, IReadOnlyDictionary<string, double>? resources = null, bool leavesMarks = false,
        string node = "node", int elapsed = 1_000_000, TimeSpan? remaining = null)
    {
        var worker = new ModelWorker($"w{_workers.Count + 1}", slots, run => _runs[run], elapsed)
        {
            Ends = remaining is { } time ? _host.Now + time.Ticks : null,
        };
        _workers.Add(worker);
        _grain.WorkerJoined(worker.Id, slots, node, resources ?? NoResources, worker, leavesMarks, remaining);
        return worker;
    }

    private ModelRun Open(
        int plan, bool whole = false, int poison = -1, long environment = 0, int? batchSize = null,
        TimeSpan? retryDelay = null, int failEvery = 0, int hangEvery = 0, bool speculate = false)
    {
        var definition = new RunDefinition
        {
            Run = _runs.Count + 1, Session = 1, Environment = environment, Retries = retryDelay is null ? 0 : 1,
            RetryDelay = retryDelay?.Ticks ?? 0, ItemTimeout = hangEvery,
            Speculate = speculate,
        };
        var request = new RunRequest(
            definition, plan, batchSize, null, whole ? ModelItems.Block(0, plan, variable: false) : null);
        var run = new ModelRun(request, plan)
        {
            HangEvery = hangEvery, FailEvery = retryDelay is null ? failEvery : 3,
            Throws = retryDelay is null ? int.MaxValue : 1,
            Poison = poison, Fed = whole ? plan : 0, InputEnded = whole, MayFail = !whole,
        };
        _runs.Add(run.Id, run);
        _grain.OpenRun(request, run);
        return run;
    }

    private static string Fail(ModelRun run)
    {
        Assert.True(run.Ended);
        return run.Failure!.Message;
    }

    private void Work(ModelWorker worker)
    {
        Read(worker);
        foreach (var batch in worker.Running.ToList())
        {
            worker.Run(batch, batch.Rest, report: true);
        }

        Deliver(worker);
    }

    private static void Read(ModelWorker worker)
    {
        while (worker.Inbox.Count > 0)
        {
            worker.Read(new Pick(0));
        }
    }

    private void Deliver(ModelWorker worker)
    {
        while (worker.Outbox.TryDequeue(out var sent))
        {
            worker.Hear(sent.Message);
            _grain.WorkerSaid(worker.Id, sent.Message, sent.Payload);
        }
    }
}

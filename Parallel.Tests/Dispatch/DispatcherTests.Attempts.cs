using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

public sealed partial class DispatcherTests
{
    [Fact]
    public void An_item_that_waits_to_be_tried_again_keeps_no_slot_from_others()
    {
        var worker = Join(1);
        var run = Open(5, whole: true, batchSize: 1, retryDelay: TimeSpan.FromSeconds(10));
        for (var step = 0; run.Settled < 4; step++)
        {
            Assert.True(step < 5, "items wait for one that waits");
            Work(worker);
        }

        _grain.Inspect(now => Assert.Equal((1, 0), (now.ItemsQueued, now.ItemsInFlight)));
        _host.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Empty(worker.Inbox);
        _host.Advance(TimeSpan.FromSeconds(5.1));
        var again = worker.Inbox.Select(m => m.Message.RunBatch).Single(b => b is not null);
        Assert.Equal((2, 1, 2, 1), (again.First, again.Count, again.Attempt, again.Retries));
        Work(worker);
        Assert.True(run.Ended);
    }

    [Fact]
    public void A_run_that_ends_leaves_no_timer_of_items_that_would_have_been_tried_again()
    {
        var worker = Join(1);
        var run = Open(3, whole: true, batchSize: 3, retryDelay: TimeSpan.FromDays(1));
        Work(worker);
        Assert.Equal((2, 1), (run.Settled, _host.Timers));
        run.MayBreakOff = true;
        _grain.CancelRun(run.Id);
        Assert.Equal(0, _host.Timers);
    }

    [Fact]
    public void A_worker_cannot_have_items_tried_again_that_nobody_asked_for()
    {
        var worker = Join(1);
        var run = Open(1, whole: true, batchSize: 1, failEvery: 1);
        var done = new RangeDone { Run = run.Id, Lease = 1, First = 0, Count = 1 };
        done.Failures.Add(new ItemFailure { Index = 0, Retry = true, Failure = new Failure() });
        _grain.WorkerSaid(worker.Id, new ToDispatcher { RangeDone = done }, ModelItems.Results(0, 1));
        Assert.True(run.Ended);
    }

    [Fact]
    public void An_item_that_does_not_end_in_its_grace_fails_and_others_of_its_worker_run_elsewhere_unblamed()
    {
        var hanging = Join(2);
        var run = Open(8, whole: true, batchSize: 4, hangEvery: 8);
        Work(hanging);
        _host.Advance(Grace - TimeSpan.FromTicks(1));
        Assert.Empty(_session.Hanging);
        Assert.Equal(4, run.Settled);
        _host.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(["w1"], _session.Hanging);
        Assert.Contains("longer than its limit", _host.Disconnected["w1"], StringComparison.Ordinal);
        Assert.Equal(5, run.Settled);
        Work(Join(1));
        Assert.True(run.Ended);
        Assert.Equal(0, _host.Timers);
    }

    [Fact]
    public void A_worker_is_killed_only_where_items_of_an_ended_run_outlast_their_grace()
    {
        var (prompt, hanging) = (Join(1), Join(1));
        var run = Open(2, whole: true, batchSize: 1);
        run.MayBreakOff = true;
        _grain.CancelRun(run.Id);
        Work(prompt);
        _host.Advance(Grace);
        Assert.Equal([hanging.Id], _session.Hanging);
        Assert.Equal(0, _host.Timers);
    }
}

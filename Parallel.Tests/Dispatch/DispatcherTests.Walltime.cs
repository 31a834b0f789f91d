using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>Workers whose machines are lent to them for a time.</summary>
public sealed partial class DispatcherTests
{
    private const int TwoSeconds = 2_000_000_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_worker_gets_nothing_that_it_is_not_likely_to_finish()
    {
        var worker = Join(1, elapsed: TwoSeconds, remaining: Minute);
        var run = Open(100, whole: true, batchSize: 1);
        for (var item = 0; item < 30 && !worker.Leaving; item++)
        {
            _host.Advance(TimeSpan.FromSeconds(2));
            Work(worker);
        }

        // It leaves 7 seconds before its end, the grace and two more: 53 seconds are 26 items.
        Read(worker);
        Assert.True(worker.Stopped);
        Assert.InRange(run.Settled, 24, 26);
        Assert.True(_host.Now < worker.Ends);
        Assert.Empty(worker.Leased);
    }

    [Fact]
    public void A_batch_is_no_longer_than_the_time_that_is_left()
    {
        var (first, batch) = (Join(1, elapsed: TwoSeconds), 40);
        var run = Open(400, whole: true, batchSize: batch);
        Work(first);
        var second = Join(1, elapsed: TwoSeconds, remaining: Minute);
        Assert.Equal(26, second.Leased[0].Count);
        Assert.Single(second.Leased);
        Assert.False(run.Ended);
    }

    [Fact]
    public void While_nobody_knows_what_items_take_those_that_run_tell_that_they_take_long()
    {
        Join(1);
        Open(10, whole: true, batchSize: 1);
        _host.Advance(TimeSpan.FromSeconds(30));
        Assert.Single(Join(1, remaining: Minute).Leased);
        var old = Join(2, remaining: Minute);
        Assert.Equal(2, old.Leased.Count);
    }

    [Fact]
    public void An_idle_worker_without_time_for_what_waits_goes_at_once()
    {
        var old = Join(1, elapsed: TwoSeconds, remaining: Minute);
        _host.Advance(TimeSpan.FromSeconds(52));
        var run = Open(30, whole: true, batchSize: 1);
        // Nothing is known yet of what items take.
        Assert.NotEmpty(old.Leased);
        while (old.Leased.Count > 0)
        {
            Work(old);
        }

        Read(old);
        Assert.True(old.Stopped);
        Assert.InRange(run.Settled, 1, 2);
        Assert.NotEmpty(Join(1, elapsed: TwoSeconds, remaining: Minute).Leased);
    }

    [Fact]
    public void What_dies_with_a_worker_whose_time_is_over_is_not_to_blame()
    {
        for (var death = 0; death < AllowedFailures + 2; death++)
        {
            var worker = Join(1, leavesMarks: true, remaining: Minute);
            if (death == 0)
            {
                Open(1, whole: true, batchSize: 1);
            }

            Read(worker);
            Assert.Single(worker.Leased);
            _host.Advance(TimeSpan.FromSeconds(54));
            Lose(worker, toldFirst: false, new Launching.SlotMark(worker.Leased[0].Lease, 0));
        }

        Assert.False(_runs[1].Ended);
        Assert.Equal((0L, 1), Ranges(Join(1))[0]);
    }

    [Fact]
    public void A_worker_that_says_that_it_must_go_gets_nothing_more_and_is_told_to_stop_in_time()
    {
        var worker = Join(1);
        Open(10, whole: true, batchSize: 1);
        Read(worker);
        worker.Leaving = true;
        _grain.WorkerSaid(worker.Id, new ToDispatcher { Leave = new Leave { WithinMs = 8_000 } }, default);
        Work(worker);
        Read(worker);
        Assert.True(worker.Stopped);
    }

    [Fact]
    public void A_process_in_the_place_of_another_takes_over_what_that_had_without_blame()
    {
        var former = Join(1, leavesMarks: true);
        Open(1, whole: true, batchSize: 1);
        for (var times = 0; times < AllowedFailures + 1; times++)
        {
            Read(former);
            Assert.Single(former.Leased);
            former.Leaving = true;
            var next = new ModelWorker(former.Id, 1, run => _runs[run], 0) { LeavesMarks = true };
            _grain.WorkerJoined(next.Id, 1, "node", NoResources, next, leavesMarks: true);
            Read(former);
            Assert.True(former.Stopped);
            former = next;
        }

        Work(former);
        Assert.True(_runs[1].Ended);
        Assert.Equal(1, _runs[1].Settled);
    }
}

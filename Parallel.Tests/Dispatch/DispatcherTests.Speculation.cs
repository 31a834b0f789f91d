using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

public sealed partial class DispatcherTests
{
    /// <summary>More than what makes an item of these runs a slow one.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(150);

    [Fact]
    public void The_first_outcome_of_two_attempts_counts_and_the_other_attempt_is_canceled()
    {
        var (slow, idle) = (Join(1), Join(1));
        var run = OpenSlow(idle);
        Assert.Single(slow.Leased);
        var second = Assert.Single(idle.Leased);
        Assert.Equal((0, 1), (second.First, second.Count));
        Work(idle);
        Assert.True(run.Ended);
        Assert.Equal(2, run.Settled);
        Assert.Contains(slow.Inbox, m => m.Message.CloseRun is { Cancel: true });
        Work(slow);
        _host.Advance(Grace);
        Assert.Empty(_session.Hanging);
        Assert.Equal(0, _host.Timers);
    }

    [Fact]
    public void Nothing_is_run_twice_where_nobody_asked_for_it()
    {
        var (slow, idle) = (Join(1), Join(1));
        OpenSlow(idle, speculate: false);
        _host.Advance(TimeSpan.FromHours(1));
        Assert.Single(slow.Leased);
        Assert.Empty(idle.Leased);
    }

    [Fact]
    public void An_item_is_slow_after_a_while_and_twice_the_mean_time_of_others()
    {
        var (_, idle) = (Join(1), Join(1, elapsed: 1_000_000_000));
        Open(2, whole: true, batchSize: 1, speculate: true);
        Work(idle);
        _host.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(idle.Leased);
        _host.Advance(TimeSpan.FromMilliseconds(40));
        Assert.Single(idle.Leased);
    }

    [Fact]
    public void Items_that_have_nothing_to_be_compared_with_run_once()
    {
        var (slow, idle) = (Join(1), Join(1));
        Open(1, whole: true, batchSize: 1, speculate: true);
        _host.Advance(TimeSpan.FromHours(1));
        Assert.Equal((1, 0), (slow.Leased.Count, idle.Leased.Count));
    }

    [Fact]
    public void What_waits_behind_a_slow_item_is_moved_before_the_item_runs_twice()
    {
        var (slow, idle) = (Join(1), Join(1));
        var run = Open(16, whole: true, batchSize: 8, speculate: true);
        Read(slow);
        Work(idle);
        _host.Advance(Long);
        Assert.Empty(idle.Leased);
        var asked = slow.Inbox.Select(m => m.Message.GiveBack).Single(g => g is not null);
        slow.Outbox.Enqueue((new ToDispatcher { GaveBack = new GaveBack { Lease = asked.Lease, Count = 7 } }, []));
        Deliver(slow);
        Assert.Equal((1, 7), (idle.Leased[0].First, idle.Leased[0].Count));
        Work(idle);
        _host.Advance(Long);
        Assert.Equal(0, Assert.Single(idle.Leased).First);
        Work(idle);
        Assert.True(run.Ended);
    }

    [Fact]
    public void A_second_attempt_runs_on_another_node_if_there_is_one()
    {
        var (_, near) = (Join(1), Join(1));
        var far = Join(1, node: "far");
        OpenSlow(near);
        Assert.Empty(near.Leased);
        Assert.Equal(0, Assert.Single(far.Leased).First);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_death_of_one_attempt_leaves_the_item_to_the_other_alone(bool firstDies)
    {
        var (slow, idle) = (Join(1), Join(1));
        var run = OpenSlow(idle);
        var (dead, alive) = firstDies ? (slow, idle) : (idle, slow);
        _grain.WorkerLost(dead.Id, "connection lost");
        _grain.WorkerDied(dead.Id, "signal 9", "");
        var third = Join(1);
        _host.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(third.Leased);
        Work(alive);
        Assert.True(run.Ended);
    }

    [Fact]
    public void An_item_whose_attempts_both_died_is_run_again_and_counts_both_deaths()
    {
        var (slow, idle) = (Join(1), Join(1));
        var run = OpenSlow(idle, poison: 0);
        foreach (var dead in new[] { idle, slow })
        {
            Work(dead);
            _grain.WorkerLost(dead.Id, "connection lost");
            _grain.WorkerDied(dead.Id, "signal 9", "");
        }

        var third = Join(1);
        Assert.Equal(0, Assert.Single(third.Leased).First);
        Work(third);
        _grain.WorkerLost(third.Id, "connection lost");
        _grain.WorkerDied(third.Id, "signal 9", "");
        _host.Advance(TimeSpan.FromSeconds(3));
        Assert.True(run.Ended);
        Assert.Equal("signal 9", run.LastGivenUp!.Cause);
    }

    [Fact]
    public void A_failure_with_retries_left_leaves_the_item_to_the_other_attempt()
    {
        var (slow, idle) = (Join(1), Join(1));
        var run = OpenSlow(idle, mayRetry: true);
        var failed = new RangeDone { Run = run.Id, Lease = idle.Leased[0].Lease, First = 0, Count = 1 };
        failed.Failures.Add(new ItemFailure { Index = 0, Retry = true });
        idle.Outbox.Enqueue((new ToDispatcher { RangeDone = failed }, ModelItems.Results(0, 1)));
        Deliver(idle);
        Assert.Empty(idle.Leased);
        Assert.DoesNotContain(slow.Inbox, m => m.Message.CancelLease is not null);
        _grain.Inspect(now => Assert.Equal((0, 1), (now.ItemsQueued, now.ItemsInFlight)));
        Work(slow);
        Assert.True(run.Ended);
    }

    [Fact]
    public void A_slower_attempt_that_does_not_end_in_its_grace_ends_with_its_worker_alone()
    {
        var (slow, idle) = (Join(1), Join(1));
        // Fed, and more may come: the run goes on when both items have their outcome.
        var run = Open(3, batchSize: 1, speculate: true);
        run.Fed = 2;
        run.Hungry = false;
        _grain.Feed(run.Id, ModelItems.Block(0, 2, variable: false));
        Work(idle);
        _host.Advance(Long);
        Assert.Equal(0, Assert.Single(idle.Leased).First);
        Work(idle);
        Assert.Equal(2, run.Settled);
        Assert.Contains(slow.Inbox, m => m.Message.CancelLease is not null);
        _host.Advance(Grace - TimeSpan.FromTicks(1));
        Assert.Empty(_session.Hanging);
        _host.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([slow.Id], _session.Hanging);
        Assert.Contains("another worker had finished", _host.Disconnected[slow.Id], StringComparison.Ordinal);
        _grain.Inspect(now => Assert.Equal((0, 0), (now.ItemsQueued, now.ItemsInFlight)));
    }

    /// <summary>Opens a run whose first item runs long while the second worker has done all others.</summary>
    private ModelRun OpenSlow(ModelWorker idle, bool speculate = true, int poison = -1, bool mayRetry = false)
    {
        var run = Open(_workers.Count, whole: true, batchSize: 1, poison: poison, speculate: speculate,
            retryDelay: mayRetry ? TimeSpan.Zero : null);
        foreach (var worker in _workers.Skip(1))
        {
            Work(worker);
        }

        Assert.Equal(_workers.Count - 1, run.Settled);
        Assert.Empty(idle.Leased);
        _host.Advance(Long);
        return run;
    }
}

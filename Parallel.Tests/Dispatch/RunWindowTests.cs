using ParallelCompute.Dispatch;
using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

public sealed class RunWindowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void No_more_than_max_in_flight_is_ever_asked_for(int most)
    {
        var run = NewRun(most);
        run.Acknowledge(0, slots: 8);
        Assert.Equal(most, run.FeedUpTo);
        for (var consumed = 0; consumed < 500; consumed++)
        {
            Feed(run);
            run.Acknowledge(consumed, slots: 8);
            Assert.InRange(run.FeedUpTo - consumed, 1, most);
        }
    }

    [Fact]
    public void More_slots_and_larger_batches_widen_the_window()
    {
        var run = NewRun(null);
        Assert.True(run.Acknowledge(0, slots: 0));
        var few = run.FeedUpTo;
        Assert.True(run.Acknowledge(0, slots: 10));
        var many = run.FeedUpTo;
        run.Sizer.Learn(1, elapsedNanoseconds: 0);
        Assert.True(run.Acknowledge(0, slots: 10));
        Assert.True(few > 0 && many >= 10 * few && run.FeedUpTo >= 8 * many, $"{few}, {many}, {run.FeedUpTo}");
    }

    [Fact]
    public void Credit_comes_in_portions_while_there_is_some_left_and_at_once_when_there_is_none()
    {
        var run = NewRun(100);
        run.Acknowledge(0, slots: 1);
        run.Feed(ModelItems.Block(0, 50, variable: false));
        Assert.False(run.Acknowledge(10, slots: 1));
        Assert.True(run.Acknowledge(25, slots: 1));
        run.Feed(ModelItems.Block(50, 75, variable: false));
        Assert.True(run.Acknowledge(26, slots: 1));
        Assert.Equal(126, run.FeedUpTo);
    }

    [Fact]
    public void A_cursor_that_goes_back_or_beyond_the_input_changes_nothing()
    {
        var run = NewRun(10);
        run.Acknowledge(0, slots: 1);
        Feed(run);
        Assert.True(run.Acknowledge(long.MaxValue, slots: 1));
        Assert.Equal(20, run.FeedUpTo);
        Assert.False(run.Acknowledge(3, slots: 1));
        Assert.False(run.Acknowledge(-1, slots: 1));
        Assert.Equal(20, run.FeedUpTo);
    }

    [Fact]
    public void A_gap_in_the_input_is_refused() => Assert.Throws<InvalidOperationException>(
        () => NewRun(10).Feed(ModelItems.Block(1, 1, variable: false)));

    private static void Feed(Run run)
    {
        if (run.FeedUpTo > run.Fed)
        {
            run.Feed(ModelItems.Block(run.Fed, (int)(run.FeedUpTo - run.Fed), variable: false));
        }
    }

    private static Run NewRun(int? maxInFlight)
    {
        var request = new RunRequest(new RunDefinition { Run = 1 }, null, null, maxInFlight);
        return new Run(request, new Session(new OpenSession(), new ModelSession(1)), new ModelRun(request, 10_000));
    }
}

using ParallelCompute.Launching;

namespace ParallelCompute.Tests.Dispatch;

public sealed partial class DispatcherTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_marked_item_alone_is_blamed_and_run_alone(bool toldFirst)
    {
        var first = Join(1, leavesMarks: true);
        var run = Open(10, whole: true, batchSize: 10);
        Read(first);
        first.Run(first.Batches[0], 4, report: false);
        Lose(first, toldFirst, new SlotMark(first.Batches[0].Lease, 4));
        var next = Join(1, leavesMarks: true);
        Assert.Equal((4L, 1), Ranges(next)[0]);
        Assert.Equal([(0L, 4), (4L, 1), (5L, 5)], Drained(next, run).Order());
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(10, 1)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(4, 2)]
    public void Marks_that_cannot_be_are_not_believed(int position, int times)
    {
        var first = Join(1, leavesMarks: true);
        Open(10, whole: true, batchSize: 10);
        Read(first);
        Lose(first, true, [.. Enumerable.Repeat(new SlotMark(first.Batches[0].Lease, position), times)]);
        Assert.Equal((0L, 5), Ranges(Join(1))[0]);
    }

    [Fact]
    public void Suspects_wait_for_marks_no_longer_than_for_a_cause_and_the_others_not_at_all()
    {
        var first = Join(1, leavesMarks: true);
        Open(20, whole: true, batchSize: 10);
        Read(first);
        _grain.WorkerLost(first.Id, "connection lost");
        var next = Join(1);
        Assert.Equal([(10L, 10)], Ranges(next));
        Work(next);
        Assert.Equal([(10L, 10)], Ranges(next));
        _host.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((0L, 5), Ranges(next)[1]);
    }

    private void Lose(ModelWorker worker, bool toldFirst, params SlotMark[] marks)
    {
        if (toldFirst)
        {
            _grain.WorkerDied(worker.Id, "signal 9", "", marks);
        }

        _grain.WorkerLost(worker.Id, "connection lost");
        if (!toldFirst)
        {
            _grain.WorkerDied(worker.Id, "signal 9", "", marks);
        }
    }

    /// <summary>What the worker was sent so far.</summary>
    private static List<(long First, int Count)> Ranges(ModelWorker worker)
    {
        Read(worker);
        return [.. worker.Taken.Select(b => (b.First, b.Count))];
    }

    private List<(long First, int Count)> Drained(ModelWorker worker, ModelRun run)
    {
        for (var step = 0; !run.Ended; step++)
        {
            Assert.True(step < 10, "the run does not end");
            Work(worker);
        }

        return Ranges(worker);
    }
}

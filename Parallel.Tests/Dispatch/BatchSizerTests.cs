using ParallelCompute.Dispatch;

namespace ParallelCompute.Tests.Dispatch;

public sealed class BatchSizerTests
{
    [Fact]
    public void The_first_batches_are_single_items() => Assert.Equal(1, new BatchSizer(null).Next(null, 4));

    [Fact]
    public void Batches_grow_step_by_step_while_items_are_cheap()
    {
        var sizer = new BatchSizer(null);
        List<int> sizes = [];
        for (var i = 0; i < 4; i++)
        {
            sizes.Add(sizer.Next(null, 1));
            sizer.Learn(sizes[^1], elapsedNanoseconds: 0);
        }

        Assert.Equal([1, 8, 64, 512], sizes);
    }

    [Fact]
    public void Long_items_stay_alone()
    {
        var sizer = new BatchSizer(null);
        sizer.Learn(1, elapsedNanoseconds: 1_000_000_000);
        Assert.Equal(1, sizer.Next(null, 1));
    }

    [Fact]
    public void A_batch_is_some_milliseconds_of_work()
    {
        var sizer = new BatchSizer(null);
        for (var i = 0; i < 10; i++)
        {
            sizer.Learn(sizer.Next(null, 1), sizer.Next(null, 1) * 10_000L);
        }

        Assert.Equal(500, sizer.Next(null, 1));
    }

    [Fact]
    public void Large_items_make_small_batches()
    {
        var sizer = new BatchSizer(null);
        for (var i = 0; i < 5; i++)
        {
            sizer.Learn(sizer.Next(null, 1), elapsedNanoseconds: 0);
        }

        sizer.Weigh(items: 10, bytes: 10 * BatchSizer.MostBytes / 4);
        Assert.Equal(4, sizer.Next(null, 1));
        sizer.Weigh(items: 1, bytes: 100 * BatchSizer.MostBytes);
        Assert.Equal(1, sizer.Next(null, 1));
    }

    [Fact]
    public void Batches_shrink_towards_the_end_of_the_input()
    {
        var sizer = new BatchSizer(null);
        for (var i = 0; i < 5; i++)
        {
            sizer.Learn(sizer.Next(null, 1), elapsedNanoseconds: 0);
        }

        List<int> sizes = [];
        for (var left = 1_000L; left > 0; left -= sizes[^1])
        {
            sizes.Add(sizer.Next(left, slots: 4));
        }

        Assert.Equal(125, sizes[0]);
        Assert.Equal(1, sizes[^1]);
        Assert.Equal(sizes.OrderDescending(), sizes);
    }

    [Fact]
    public void A_size_that_was_asked_for_is_kept()
    {
        var sizer = new BatchSizer(fixedSize: 7);
        sizer.Learn(7, elapsedNanoseconds: 1);
        Assert.Equal(7, sizer.Next(remaining: 8, slots: 4));
    }

    [Fact]
    public void Times_that_make_no_sense_do_no_harm()
    {
        var sizer = new BatchSizer(null);
        foreach (var nanoseconds in new[] { -1, long.MinValue, 0, long.MaxValue })
        {
            sizer.Learn(1, nanoseconds);
            Assert.InRange(sizer.Next(null, 1), 1, BatchSizer.MostBytes);
        }
    }
}

using ParallelCompute.Engines;

namespace ParallelCompute.Tests.Dispatch;

public sealed class ItemBlockTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Slices_of_slices_hold_their_items_bytes(bool variable)
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var pick = new Pick(seed);
            var block = ModelItems.Block(pick.Next(1_000), pick.Next(30), variable);
            for (var i = 0; i < 5; i++)
            {
                var (first, skip) = (block.First, pick.Next(block.Count + 1));
                block = block.Slice(skip, pick.Next(block.Count - skip + 1));
                Assert.Equal(first + skip, block.First);
                Assert.Equal(block.First + block.Count, block.End);
                Assert.Equal(ModelItems.Bytes(block.First, block.Count, variable), block.Bytes.ToArray());
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void As_many_items_as_fit_are_counted_and_at_least_one(bool variable)
    {
        for (var bytes = 0; bytes < 60; bytes++)
        {
            var block = ModelItems.Block(3, 22, variable).Slice(2, 20);
            var fitting = Enumerable.Range(1, 20).LastOrDefault(n => block.Slice(0, n).Bytes.Length <= bytes);
            // Items without bytes at the end may be counted or not.
            Assert.Equal(
                block.Slice(0, Math.Max(1, fitting)).Bytes.Length,
                    block.Slice(0, block.CountWithin(bytes)).Bytes.Length);
        }
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(1, 3)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void A_slice_beyond_the_block_is_refused(int skip, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItemBlock(0, 3, new byte[24], 8).Slice(skip, count));
}

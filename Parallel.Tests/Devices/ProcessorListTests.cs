using FsCheck;
using FsCheck.Fluent;
using ParallelCompute.Devices;

namespace ParallelCompute.Tests.Devices;

public sealed class ProcessorListTests
{
    private const int Bits = 3 * 64;

    [Theory]
    [InlineData(new int[0], "")]
    [InlineData(new[] { 0 }, "0")]
    [InlineData(new[] { 0, 1, 2, 63, 64, 191 }, "0-2,63-64,191")]
    public void A_set_is_written_as_Linux_writes_it(int[] bits, string expected) =>
        Assert.Equal(expected, ProcessorList.Of(Set(bits)));

    [Fact]
    public void A_list_gives_the_set_that_it_was_made_of() =>
        Check.QuickThrowOnFailure(Prop.ForAll<int[]>(numbers =>
        {
            var bits = numbers.Select(n => Math.Abs(n % Bits)).Distinct().Order().ToArray();
            var set = Set(bits);
            var read = new nuint[set.Length];
            ProcessorList.Fill(ProcessorList.Of(set), read);
            return read.SequenceEqual(set) && ProcessorList.First(set) == bits.FirstOrDefault(-1);
        }));

    [Fact]
    public void What_does_not_fit_or_is_no_list_is_left_out()
    {
        var set = new nuint[1];
        ProcessorList.Fill("x,62-70, 3,-,9-", set);
        Assert.Equal("3,62-63", ProcessorList.Of(set));
    }

    private static nuint[] Set(int[] bits)
    {
        var set = new nuint[Bits / 64];
        foreach (var bit in bits)
        {
            set[bit / 64] |= (nuint)1 << (bit % 64);
        }

        return set;
    }
}

using ParallelCompute.Tests.Values.Samples;
using ParallelCompute.Values;
using Xunit;

namespace ParallelCompute.Tests.Values;

public sealed class BufferTests
{
    [Fact]
    public void Growing_leaves_the_old_array_to_its_readers()
    {
        var w = new ValueWriter(4);
        w.WriteBytes([1, 2, 3, 4]);
        var old = w.Buffer;
        w.WriteByte(5);
        Assert.NotSame(old, w.Buffer);
        w.Reset();
        w.WriteBytes([9, 9, 9, 9]);
        Assert.Equal([1, 2, 3, 4], old);
    }

    [Fact]
    public void Detaching_starts_over_in_a_fresh_array()
    {
        var w = new ValueWriter();
        w.WriteByte(1);
        var old = w.Buffer;
        w.Detach(16);
        w.WriteByte(2);
        Assert.Equal((1, 2, 1, 16), (old[0], w.Buffer[0], w.Position, w.Buffer.Length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(ulong.MaxValue)]
    public void Numbers_of_any_length_come_back(ulong value)
    {
        var w = new ValueWriter(0);
        w.WriteVarUInt(value);
        Assert.Equal(value, new ValueReader(w.Buffer.AsMemory(0, w.Position), KnownTypes.Instance).ReadVarUInt());
    }

    [Fact]
    public void A_reader_reads_a_slice()
    {
        var r = new ValueReader(new byte[] { 9, 1, 2, 9 }.AsMemory(1, 2), KnownTypes.Instance);
        Assert.Equal((1, 2, 2, 0), (r.ReadByte(), r.ReadByte(), r.Position, r.Remaining));
        Assert.Throws<ShippingException>(() => r.ReadByte());
    }

    [Fact]
    public void Blittable_collections_take_one_allocation_for_their_content()
    {
        const int Content = 8 * 100_000;
        Assert.InRange(AllocatedBy(new long[100_000]), Content, Content + 100);
        Assert.InRange(AllocatedBy(new List<long>(new long[100_000])), Content, Content + 200);
    }

    [Fact]
    public void Writing_records_into_a_buffer_allocates_nothing()
    {
        var w = new ValueWriter(1024);
        var codec = ValueCodecs.For<Reading>();
        var value = new Reading(1, 2, "kg");
        codec.Write(w, value);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            w.Reset();
            codec.Write(w, value);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static long AllocatedBy<T>(T value)
    {
        var bytes = Codec.Encode(value);
        var r = new ValueReader(bytes, KnownTypes.Instance);
        var codec = ValueCodecs.For<T>();
        codec.Read(r);
        r.Reset(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        codec.Read(r);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

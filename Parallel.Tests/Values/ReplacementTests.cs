using ParallelCompute.Tests.Values.Samples;
using ParallelCompute.Values;
using Xunit;

namespace ParallelCompute.Tests.Values;

public sealed class ReplacementTests
{
    static ReplacementTests()
    {
        ParallelCluster.AddCodec<NativeBufferCodec>();
        ParallelCluster.AddCodec<TicketCodec>();
    }

    [Fact]
    public void A_codec_of_the_users_own_counts_wherever_the_type_is_found()
    {
        using var buffer = new NativeBuffer([1, 2, 3]);
        var back = Codec.Trip<object[]>([buffer, buffer, new List<NativeBuffer?> { buffer, null }]);
        Assert.Equal([1, 2, 3], ((NativeBuffer)back[0]).Content.ToArray());
        Assert.Same(back[0], back[1]);
        Assert.Same(back[0], ((List<NativeBuffer?>)back[2])[0]);
    }

    [Fact]
    public void A_struct_with_a_codec_is_not_copied_as_memory()
    {
        Assert.Equal(0, ValueCodecs.For<(Ticket, int)>().FixedSize);
        Assert.Equal([(new Ticket(7), 1)], Codec.Trip(new[] { (new Ticket(7), 1) }));
    }

    [Fact]
    public void What_a_codec_throws_is_an_error_with_the_way_to_the_value()
    {
        var error = Codec.Refusal(new[] { new Ticket(1), new Ticket(-1) });
        Assert.Equal("[1]", error.Path);
        Assert.Contains("TicketCodec.Write threw ArgumentOutOfRangeException", error.Message, StringComparison.Ordinal);
        var bytes = Codec.Encode(new Ticket(7));
        bytes[^1] = (byte)'x';
        Assert.Contains("TicketCodec.Read threw FormatException", Assert.Throws<ShippingException>(
            () => Codec.Decode<Ticket>(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_cannot_be_a_codec_is_refused()
    {
        Assert.Contains("implements IValueCodec<T>", Refusal<Reading>(), StringComparison.Ordinal);
        Assert.Contains("hold it in a class of your own", Refusal<UriCodec>(), StringComparison.Ordinal);
        Assert.Contains("has the codec", Refusal<OtherTicketCodec>(), StringComparison.Ordinal);
        Codec.Trip(new Late());
        Assert.Contains("before the first client", Refusal<LateCodec>(), StringComparison.Ordinal);
        ParallelCluster.AddCodec<TicketCodec>();
    }

    private static string Refusal<T>() =>
        Assert.Throws<ShippingException>(() => Replacements.Add(typeof(T))).Message;

    private sealed class Late;

    private sealed class LateCodec : Unwritten<Late>;

    private sealed class UriCodec : Unwritten<Uri>;

    private sealed class OtherTicketCodec : Unwritten<Ticket>;

    private abstract class Unwritten<T> : IValueCodec<T>
    {
        public void Write(IValueWriter writer, T value) => writer.Write(0);

        public T Read(IValueReader reader) => throw new NotSupportedException($"{reader.Read<int>()}");
    }
}

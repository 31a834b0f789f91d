using ParallelCompute.Shipping;
using Xunit;

namespace ParallelCompute.Tests.Shipping;

public sealed class CapturedThisTests
{
    [Fact]
    public void Only_the_field_that_is_read_is_sent()
    {
        Assert.Equal("_factor", RoundTrip.Fields(new Model().ReadsOne()));
        Assert.Equal(6, RoundTrip.Copy(new Model().ReadsOne())(2));
        Assert.Equal("_factor bias", RoundTrip.Fields(new Model().ReadsOneBesideLocals()));
        Assert.Equal(10, RoundTrip.Copy(new Model().ReadsOneBesideLocals())(2));
    }

    [Fact]
    public void Getters_base_methods_and_overrides_are_followed()
    {
        Assert.Equal("<Offset>k__BackingField _shift", RoundTrip.Fields(new Model().ReadsProperty()));
        Assert.Equal(15, RoundTrip.Copy(new Model().ReadsProperty())(2));
        Assert.Equal("<Offset>k__BackingField _own _shift", RoundTrip.Fields(new DerivedModel().ReadsProperty()));
        Assert.Equal(1013, RoundTrip.Copy(new DerivedModel().ReadsProperty())(2));
    }

    [Fact]
    public void A_this_that_stays_in_the_class_is_followed()
    {
        Assert.Equal("_factor", RoundTrip.Fields(new Model().PassesToFamily()));
        Assert.Equal(3, RoundTrip.Copy(new Model().PassesToFamily())());
        Assert.Equal("<Offset>k__BackingField", RoundTrip.Fields(new Model { Offset = 4 }.CallsInterface()));
        Assert.Equal(6, RoundTrip.Copy(new Model { Offset = 4 }.CallsInterface())());
        Assert.Equal("_factor", RoundTrip.Fields(new Model().Tests().Invoke));
    }

    [Fact]
    public void A_this_that_escapes_is_sent_whole_or_refused()
    {
        Assert.Matches("^captured this -> field '_thread'.*Thread.*cannot be sent; open it in setup$",
            Assert.Throws<ShippingException>(() => FunctionShipper.Encode(new Model().Escapes())).Message);
        Assert.Throws<ShippingException>(() => FunctionShipper.Encode(new Model().PassesToThread()));
        var point = new Point(3, 4);
        Assert.Equal("X Y", RoundTrip.Fields(point.Sum));
        Assert.Equal(7, RoundTrip.Copy<Func<int>>(point.Sum)());
    }

    [Fact]
    public async Task Async_code_over_this_is_followed()
    {
        Assert.Equal("<Offset>k__BackingField _factor bias", RoundTrip.Fields(new Model().Awaits()));
        Assert.Equal(8, await RoundTrip.Copy(new Model().Awaits())());
    }

    private struct Point(int x, int y)
    {
        public int X = x;
        public int Y = y;

        public readonly int Sum() => X + Y;
    }
}

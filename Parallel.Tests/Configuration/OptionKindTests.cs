using ParallelCompute.Configuration;
using Xunit;

namespace ParallelCompute.Tests.Configuration;

public sealed class OptionKindTests
{
    [Theory]
    [InlineData("2GiB", 2_147_483_648)]
    [InlineData("500MB", 500_000_000)]
    [InlineData("5.4 kB", 5_400)]
    [InlineData("1 ki", 1024)]
    [InlineData("1e6", 1_000_000)]
    [InlineData("123", 123)]
    [InlineData("7 B", 7)]
    [InlineData("none", 0)]
    public void A_size_is_read(string text, long bytes) => Assert.Equal(bytes, OptionKinds.Size.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("big")]
    [InlineData("-1")]
    [InlineData("1 XB")]
    [InlineData("99999999 TB")]
    [InlineData("1e27 GB")]
    public void What_is_no_size_is_refused(string text) => Assert.Null(OptionKinds.Size.Read(text));

    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("9000", 9000, 9000)]
    [InlineData("9000-9100", 9000, 9100)]
    [InlineData("9000 - 9100", 9000, 9100)]
    public void Ports_are_read(string text, int first, int last) =>
        Assert.Equal(new PortRange(first, last), OptionKinds.Ports.Read(text));

    [Theory]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("9100-9000")]
    [InlineData("0-10")]
    [InlineData("1-2-3")]
    [InlineData("http")]
    public void What_is_no_port_is_refused(string text) => Assert.Null(OptionKinds.Ports.Read(text));

    [Fact]
    public void Counts_and_switches_take_text_that_parses()
    {
        Assert.Equal(4, OptionKinds.Count.Read("4"));
        Assert.Equal(4, OptionKinds.Count.Read(4L));
        Assert.All(
            new object[] { 0, -1, 1.5, "1.5", "", "four", true, long.MaxValue, "99999999999999999999", 1_000_001 },
            wrong => Assert.Null(OptionKinds.Count.Read(wrong)));
        Assert.All(new object[] { true, "true", "Yes", "on" }, yes => Assert.Equal(true, OptionKinds.Switch.Read(yes)));
        Assert.All(
            new object[] { false, "FALSE", "no", "off" }, no => Assert.Equal(false, OptionKinds.Switch.Read(no)));
        Assert.All(new object[] { 1, "1", "" }, wrong => Assert.Null(OptionKinds.Switch.Read(wrong)));
    }

    [Fact]
    public void Variables_are_copied_and_checked()
    {
        var given = new Dictionary<string, string> { ["A"] = "1", ["EMPTY"] = "" };
        var read = Assert.IsAssignableFrom<IReadOnlyDictionary<string, string>>(OptionKinds.Variables.Read(given));
        given["A"] = "2";

        Assert.Equal("1", read["A"]);
        Assert.Equal("", read["EMPTY"]);
        Assert.Null(OptionKinds.Variables.Read(new Dictionary<string, string> { ["A=B"] = "" }));
        Assert.Null(OptionKinds.Variables.Read(new Dictionary<string, string> { [""] = "" }));
        Assert.Null(OptionKinds.Variables.Read(new Dictionary<string, string> { ["A"] = "\0" }));
        Assert.Null(OptionKinds.Variables.Read(new Dictionary<string, object?> { ["A"] = null }));
        Assert.Null(OptionKinds.Variables.Read("A=1"));
    }
}

using System.Globalization;
using ParallelCompute.Configuration;
using Xunit;

namespace ParallelCompute.Tests.Configuration;

public sealed class DurationTests
{
    [Theory]
    [InlineData("90", 90)]
    [InlineData("1.5", 1.5)]
    [InlineData("00:30:00", 1800)]
    [InlineData("30:00", 1800)]
    [InlineData("90:00", 5400)]
    [InlineData("100:00:00", 360_000)]
    [InlineData("00:00:01.5", 1.5)]
    [InlineData("1-00:00:00", 86_400)]
    [InlineData("1-12", 129_600)]
    [InlineData("1-12:30", 131_400)]
    [InlineData("10 min", 600)]
    [InlineData("10min", 600)]
    [InlineData("10 Minutes", 600)]
    [InlineData("500 ms", 0.5)]
    [InlineData("1.5h", 5400)]
    [InlineData("2 days", 172_800)]
    [InlineData("24 d", 2_073_600)]
    [InlineData(" 5 s ", 5)]
    [InlineData("0", 0)]
    public void A_text_is_read(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), DurationText.Read(text));

    [Fact]
    public void Numbers_are_seconds_and_time_spans_are_taken_as_they_are()
    {
        Assert.Equal(TimeSpan.FromSeconds(2), DurationText.Read(2));
        Assert.Equal(TimeSpan.FromSeconds(2), DurationText.Read(2L));
        Assert.Equal(TimeSpan.FromSeconds(2.5), DurationText.Read(2.5));
        Assert.Equal(TimeSpan.FromSeconds(3), DurationText.Read(TimeSpan.FromSeconds(3)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("min")]
    [InlineData("-1")]
    [InlineData("-1 min")]
    [InlineData("5 parsecs")]
    [InlineData("1e3")]
    [InlineData("1.2.3")]
    [InlineData("00:60:00")]
    [InlineData("00:00:60")]
    [InlineData("1-24:00:00")]
    [InlineData("1-")]
    [InlineData("-1:00")]
    [InlineData("1:2:3:4")]
    [InlineData(":")]
    [InlineData("1-2-3")]
    [InlineData("25 days")]
    [InlineData("99999999999999999999")]
    [InlineData("2147483647-00:00:00")]
    [InlineData("99999999999:00")]
    public void Anything_else_is_refused(string text) => Assert.Null(DurationText.Read(text));

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        object[] wrong = [-1, long.MaxValue, double.NaN, double.PositiveInfinity, -0.5, TimeSpan.MaxValue, true];
        Assert.All(wrong, value => Assert.Null(DurationText.Read(value)));
    }

    [Fact]
    public void The_culture_of_the_program_does_not_matter()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(TimeSpan.FromSeconds(1.5), DurationText.Read("1.5"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}

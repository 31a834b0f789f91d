using ParallelCompute.Values;
using Xunit;

namespace ParallelCompute.Tests.Values;

public sealed class TimeZoneTests
{
    [Fact]
    public void Every_zone_of_the_system_is_itself_again()
    {
        Assert.All(
            TimeZoneInfo.GetSystemTimeZones(skipSorting: true),
            zone => Assert.Same(zone.Id == TimeZoneInfo.Utc.Id ? TimeZoneInfo.Utc : zone, Codec.Trip(zone)));
        Assert.Same(TimeZoneInfo.Utc, Codec.Trip(TimeZoneInfo.Utc));
        Assert.Same(TimeZoneInfo.Local, Codec.Trip(TimeZoneInfo.Local));
    }

    [SkippableTheory]
    [InlineData("US/Eastern")]
    [InlineData("Asia/Calcutta")]
    [InlineData("Etc/GMT+5")]
    [InlineData("America/Argentina/Salta")]
    public void So_is_one_by_a_name_that_it_had_before(string id)
    {
        Skip.IfNot(TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone), "this machine does not know it");
        Assert.Same(zone, Codec.Trip(zone));
    }

    [Fact]
    public void A_zone_of_ones_own_comes_back_with_its_rules()
    {
        var start = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday);
        var end = TimeZoneInfo.TransitionTime.CreateFixedDateRule(new(1, 1, 1, 3, 0, 0), 10, 31);
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            new(2000, 1, 1), new(2050, 12, 31), TimeSpan.FromHours(1), start, end);
        var zone = TimeZoneInfo.CreateCustomTimeZone("Mine", TimeSpan.FromHours(3.5), "M", "S", "D", [rule]);
        var back = Codec.Trip(zone);
        Assert.Equal(zone, back);
        Assert.True(zone.HasSameRules(back));
        Assert.Equal(TimeSpan.FromHours(4.5), back.GetUtcOffset(new DateTime(2024, 7, 1)));
    }

    [Fact]
    public void A_zone_that_this_machine_does_not_know_is_named()
    {
        var bytes = Codec.Encode(TimeZoneInfo.GetSystemTimeZones(skipSorting: true).First(z => z.Id.Length > 9));
        bytes[^1] = (byte)'#';
        var error = Assert.Throws<ShippingException>(() => Codec.Decode<TimeZoneInfo>(bytes));
        Assert.Contains("#'; install its time zone data", error.Reason, StringComparison.Ordinal);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Reporting;
using ParallelCompute.Tests.InMemory;

namespace ParallelCompute.Tests.Reporting;

public sealed class RunMeterTests
{
    private readonly VirtualTime _time = new();
    private readonly Reports _reports = new();

    [Fact]
    public void Reports_tell_count_rate_and_estimate_and_the_last_one_everything()
    {
        using (var meter = Meter(_reports))
        {
            meter.Total = 1000;
            meter.Add(10, 1);
            _time.Advance(TimeSpan.FromMilliseconds(100));
            var first = Assert.Single(_reports.All);
            Assert.Equal((10, 1, 1000, 3), (first.Done, first.Failed, first.Total, first.WorkersUp));
            Assert.Equal(100, first.ItemsPerSecond, 6);
            Assert.Equal(9.9, first.Remaining!.Value.TotalSeconds, 6);
            meter.Add(990, 0);
        }

        var last = _reports.All[^1];
        Assert.Equal((1000, 1, TimeSpan.Zero), (last.Done, last.Failed, last.Remaining));
        Assert.Equal(10_000, last.ItemsPerSecond, 6);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, _reports.All.Count);
    }

    [Fact]
    public void Nothing_is_estimated_without_a_total_or_a_rate()
    {
        using var meter = Meter(_reports);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        meter.Add(5, 0);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.All(_reports.All, r => Assert.Null(r.Remaining));
        meter.Total = 5;
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(TimeSpan.Zero, _reports.All[^1].Remaining);
    }

    [Fact]
    public void The_rate_follows_the_last_moments_smoothly()
    {
        using var meter = Meter(_reports);
        for (var second = 0; second < 30; second++)
        {
            meter.Add(second < 10 ? 10 : 100, 0);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(10, _reports.All[99].ItemsPerSecond, 6);
        Assert.InRange(_reports.All[149].ItemsPerSecond, 50, 60);
        Assert.InRange(_reports.All[^1].ItemsPerSecond, 98, 100);
    }

    [Fact]
    public void A_slow_handler_is_told_less_often()
    {
        var slow = new Reports { OnReport = () => _time.Advance(TimeSpan.FromMilliseconds(10)) };
        using var meter = Meter(slow);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.InRange(slow.All.Count, 8, 12);
    }

    [Fact]
    public void A_handler_that_throws_does_not_end_the_reports_of_others()
    {
        var broken = new Reports { OnReport = () => throw new InvalidOperationException("handler") };
        using (var meter = Meter(broken, _reports))
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.Equal(3, _reports.All.Count);
        Assert.Equal(3, broken.All.Count);
    }

    [Fact]
    public void Lines_come_every_few_seconds_and_at_the_end()
    {
        var text = new StringWriter();
        using (var meter = Meter(new ProgressLines(text, _time)))
        {
            meter.Total = 5000;
            for (var i = 0; i < 12; i++)
            {
                meter.Add(100, i == 3 ? 1 : 0);
                _time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        Assert.Equal(
            """
            parallel: 500 of 5,000 items (10 %), 100/s, 00:00:45 left, 1 failed, 3 workers
            parallel: 1,000 of 5,000 items (20 %), 100/s, 00:00:40 left, 1 failed, 3 workers
            parallel: 1,200 of 5,000 items (24 %), 100/s, 00:00:38 left, 1 failed, 3 workers

            """,
            text.ToString(), ignoreLineEndingDifferences: true);
    }

    private RunMeter Meter(params IProgress<RunProgress>[] listeners) =>
        new(() => 3, listeners, NullLogger.Instance, _time);
}

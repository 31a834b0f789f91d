using ParallelCompute.Dispatch;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

public sealed class RetryRuleTests
{
    private static readonly RunDefinition Second = new() { RetryDelay = TimeSpan.TicksPerSecond };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    public void Each_retry_waits_twice_as_long_and_up_to_half_as_much_again(int retry, int seconds)
    {
        var delays = Enumerable.Range(0, 1_000).Select(i => RetryRule.Delay(Second, retry, i).TotalSeconds).ToArray();
        Assert.All(delays, d => Assert.InRange(d, seconds, 1.5 * seconds));
        Assert.InRange(delays.Max() - delays.Min(), 0.49 * seconds, 0.5 * seconds);
    }

    [Fact]
    public void No_wait_is_longer_than_a_timer_can_be() => Assert.Equal(
        TimeSpan.FromDays(24), RetryRule.Delay(Second, int.MaxValue, long.MaxValue));
}

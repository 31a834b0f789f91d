using ParallelCompute.Shipping;
using Xunit;

namespace ParallelCompute.Tests.Shipping;

public sealed class ChangingStaticsTests
{
    [Fact]
    public void Statics_that_only_their_initializer_sets_draw_no_warning()
    {
        var warnings = new List<string>();
        FunctionShipper.Encode(() => Settings.Sum() + Settings.Fixed + Settings.Started.Day, warn: warnings.Add);
        Func<int, int> cached = x => new[] { x }.Select(y => y + 1).Sum();
        FunctionShipper.Encode(cached, warn: warnings.Add);
        Assert.Empty(warnings);
    }

    [Fact]
    public void A_static_that_changes_is_named_once()
    {
        Settings.Change();
        var warnings = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            FunctionShipper.Encode(
                (int x) => x + Settings.Changed + Settings.Auto + Settings.Counted, warn: warnings.Add);
        }

        Assert.Equal(3, warnings.Count);
        Assert.All((string[])["Changed", "Auto", "Counted"], field => Assert.Single(
            warnings, w => w.Contains($" Settings.{field},", StringComparison.Ordinal)));
        Assert.Contains("pass it as an argument", warnings[0], StringComparison.Ordinal);
    }
}

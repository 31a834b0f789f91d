using TrueException = Xunit.Sdk.TrueException;

namespace ParallelCompute.Tests.Architecture;

public sealed class ComponentTests
{
    [Fact]
    public void A_missing_component_skips_the_test() =>
        Assert.Throws<SkipException>(() => Component.Need(isPresent: false, "a scheduler", isRequired: false));

    [Fact]
    public void A_missing_component_fails_the_test_where_all_are_required() =>
        Assert.Throws<TrueException>(() => Component.Need(isPresent: false, "a scheduler", isRequired: true));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_test_with_its_component_runs(bool isRequired) =>
        Component.Need(isPresent: true, "a scheduler", isRequired);
}

using Xunit;

namespace ParallelCompute.Tests.Binding;

public sealed class DefaultValueTests
{
    [Fact]
    public void Constants_of_every_kind_are_filled_in() => Assert.Equal(
        (DayOfWeek.Friday, 1.5m, 'c', 2.5, 3L, "text", true), Call.Bind<int, object>(Constants)(0));

    [Fact]
    public void Defaults_without_a_constant_are_filled_in() => Assert.Equal(
        (default(DateTime), Guid.Empty, default((int, string)), (int?)null, (string?)null, new Sized(0)),
        Call.Bind<int, object>(Empties)(0));

    [Fact]
    public void Nullable_constants_are_filled_in() => Assert.Equal(
        ((DayOfWeek?)DayOfWeek.Monday, (int?)4, (decimal?)1.25m), Call.Bind<int, object>(Nullables)(0));

    [Fact]
    public void Defaults_of_generic_parameters_are_filled_in()
    {
        Assert.Equal((0, (string?)null), Call.Bind<int, object>((Func<int, int, string, object>)Generic)(1));
        Assert.Equal(
            (default(TimeSpan), (int[]?)null), Call.Bind<int, object>((Func<int, TimeSpan, int[], object>)Generic)(1));
    }

    [Fact]
    public void A_lambdas_default_is_filled_in()
    {
        var f = (int x, int bias = 5) => x + bias;
        Assert.Equal(47, Call.Bind<int, int>(f)(42));
    }

    [Fact]
    public void A_params_array_is_an_array_like_any_other()
    {
        Assert.Equal(6, Call.Bind<int, int>(Sum, new { more = new[] { 2, 3 } })(1));
        Assert.Equal("more", Call.Refused<int>(Sum).Parameter);
    }

    private static object Constants(
        int x, DayOfWeek day = DayOfWeek.Friday, decimal money = 1.5m, char letter = 'c', double real = 2.5,
        long whole = 3, string text = "text", bool yes = true) => (day, money, letter, real, whole, text, yes);

    private static object Empties(
        int x, DateTime time = default, Guid id = default, (int, string) pair = default, int? count = null,
        string? text = null, Sized sized = default) => (time, id, pair, count, text, sized);

    private static object Nullables(int x, DayOfWeek? day = DayOfWeek.Monday, int? count = 4, decimal? money = 1.25m) =>
        (day, count, money);

    private static object Generic<A, B>(int x, A? a = default, B? b = default) => (a, b);

    private static int Sum(int x, params int[] more) => x + more.Sum();

    private readonly record struct Sized(int Size)
    {
        public Sized()
            : this(99)
        {
        }
    }
}

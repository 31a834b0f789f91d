using ParallelCompute.Execution;
using Xunit;

namespace ParallelCompute.Tests.Binding;

public sealed class ParameterBinderTests
{
    [Fact]
    public void A_parameter_takes_the_environments_value_of_its_name() =>
        Assert.Equal(47, Call.Bind<int, int>((int x, int bias) => x + bias, new { bias = 5 })(42));

    [Fact]
    public void A_parameter_takes_the_arguments_value_of_its_name() =>
        Assert.Equal(47, Call.Bind<int, int>((int x, int bias) => x + bias, null, new { bias = 5 })(42));

    [Fact]
    public void The_environment_overrides_a_default() =>
        Assert.Equal(52, Call.Bind<int, int>(WithDefault, new { bias = 10 })(42));

    [Fact]
    public void Arguments_override_a_default() =>
        Assert.Equal(52, Call.Bind<int, int>(WithDefault, null, new { bias = 10 })(42));

    [Fact]
    public void A_default_fills_what_nothing_else_does() =>
        Assert.Equal(41, Call.Bind<int, int>(WithDefault, new { other = 10 })(42));

    [Fact]
    public void The_item_wins_over_an_environment_value_of_the_same_name() =>
        Assert.Equal(43, Call.Bind<int, int>((int x, int bias) => x + bias, new { x = "unused", bias = 1 })(42));

    [Fact]
    public void Environment_names_that_no_parameter_asks_for_are_ignored() =>
        Assert.Equal(43, Call.Bind<int, int>((int x) => x + 1, new { model = "m", x1 = 3 })(42));

    [Fact]
    public void A_name_on_both_sides_is_a_conflict()
    {
        var error = Assert.Throws<ArgumentConflictException>(() => Call.Bind<int, int>(
            (int x, int bias, int scale) => x, new { bias = 1, scale = 2 }, new { scale = 3, bias = 2 }));
        Assert.Equal(["scale", "bias"], error.Names);
        Assert.StartsWith("Argument conflict: {scale, bias}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_conflict_is_found_even_where_a_default_exists() =>
        Assert.Throws<ArgumentConflictException>(() =>
            Call.Bind<int, int>(WithDefault, new { bias = 1 }, new { bias = 1 }));

    [Fact]
    public void An_argument_that_no_parameter_takes_is_refused_with_the_nearest_name()
    {
        var error = Call.Refused<int>((int x, int bias) => x + bias, null, new { bais = 5 });
        Assert.Equal("bais", error.Parameter);
        Assert.Contains("'bias'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_argument_is_refused_even_where_the_environment_has_the_name() =>
        Assert.Equal("other", Call.Refused<int>((int x) => x, new { other = 1 }, new { other = 5 }).Parameter);

    [Fact]
    public void An_argument_for_the_first_parameter_is_refused()
    {
        var error = Call.Refused<int>((int x) => x, null, new { x = 5 });
        Assert.Contains("receives the item", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_that_nothing_fills_is_refused_by_name_and_type()
    {
        var error = Call.Refused<int>((int x, float[] weights) => x, new { weigths = 1 });
        Assert.Equal("weights", error.Parameter);
        Assert.Contains("float[]", error.Message, StringComparison.Ordinal);
        Assert.Contains("{weigths}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_that_nothing_fills_is_refused_with_a_way_to_get_one()
    {
        var error = Call.Refused<int>((int x, CancellationToken token) => x);
        Assert.Contains("WorkerContext.Current.CancellationToken", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_the_wrong_type_is_refused_with_both_types()
    {
        var error = Call.Refused<int>((int x, double scale) => x * scale, new { scale = 2 });
        Assert.Equal("scale", error.Parameter);
        Assert.Contains("wants double", error.Message, StringComparison.Ordinal);
        Assert.Contains("has int", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(int))]
    [InlineData(typeof(DayOfWeek))]
    [InlineData(typeof(DateTime))]
    public void Null_is_refused_for_a_value_type(Type type)
    {
        var error = Assert.Throws<BindingException>(() => ParameterBinder.Bind(
            Functions.WithSecond(type), typeof(int), new Dictionary<string, object?> { ["second"] = null }, Call.None));
        Assert.Contains("null", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_fine_for_a_reference_and_for_a_nullable() => Assert.True(Call.Bind<int, bool>(
        (int x, string? text, int? count) => text is null && count is null,
        new Dictionary<string, object?> { ["text"] = null, ["count"] = null })(1));

    [Fact]
    public void A_plain_value_fills_a_nullable_parameter() =>
        Assert.Equal(7, Call.Bind<int, int>((int x, int? more) => x + more!.Value, new { more = 4 })(3));

    [Fact]
    public void Items_must_fit_the_first_parameter()
    {
        var error = Call.Refused<int>((long x) => x);
        Assert.Equal("x", error.Parameter);
        Assert.Contains("wants long", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Items_may_be_of_a_derived_or_a_boxed_type()
    {
        Assert.Equal(3, Call.Bind<int[], int>((IReadOnlyList<int> x) => x.Count)([1, 2, 3]));
        Assert.Equal("5", Call.Bind<int, string>((object x) => x.ToString()!)(5));
    }

    [Fact]
    public void Names_that_other_systems_keep_for_themselves_work()
    {
        var f = Call.Bind<int, int>(
            (int item, int key, int workers, int retries, int resources, int priority, bool pure, int batch_size,
                string options) => item + key + workers + retries + resources + priority + batch_size + options.Length,
            new { key = 1, workers = 2, retries = 4, resources = 8 },
            new { priority = 16, pure = true, batch_size = 32, options = "abc" });
        Assert.Equal(163, f(97));
    }

    [Fact]
    public void An_environment_name_equal_to_the_first_parameter_and_one_more_argument_work_together()
    {
        var f = Call.Bind<int, int>((int key, int retries) => key + retries, new { key = 99 }, new { retries = 5 });
        Assert.Equal(15, f(10));
    }

    [Fact]
    public void Every_call_runs_the_function_also_for_equal_items()
    {
        var calls = 0;
        var f = Call.Bind<int, int>((int x, int bias) => x + bias + ++calls, new { bias = 0 });
        Assert.Equal([2, 3, 4], new[] { 1, 1, 1 }.Select(f));
    }

    private static int WithDefault(int x, int bias = -1) => x + bias;
}

using ParallelCompute.Binding;
using Xunit;

namespace ParallelCompute.Tests.Binding;

public sealed class CallChecksTests
{
    public static TheoryData<object, string> NotArguments() => new()
    {
        { () => new { bias = 5 }, "setup:" },
        { new MapOptions(), "options:" },
        { CancellationToken.None, "cancellationToken:" },
        { "bias", "arguments: new {" },
        { 5, "arguments: new {" },
        { 5m, "arguments: new {" },
        { DateTime.UnixEpoch, "arguments: new {" },
        { DayOfWeek.Friday, "arguments: new {" },
        { new[] { 1 }, "arguments: new {" },
        { new List<int> { 1 }, "arguments: new {" },
        { (1, 2), "arguments: new {" },
        { Task.CompletedTask, "arguments: new {" },
    };

    public static TheoryData<Delegate> HopelessSetups() =>
    [
        () => { },
        () => 5,
        () => "text",
        () => Task.CompletedTask,
        () => Task.FromResult(5),
        () => new ValueTask<int[]>([1]),
        () => (1, 2),
        () => new Func<int>(() => 5),
        (int x) => new { x },
    ];

    public static TheoryData<Delegate> SetupsThatDoNotTell() =>
    [
        () => new Dictionary<string, object?>(),
        object () => new { bias = 5 },
        Task<object> () => Task.FromResult<object>(5),
        IHaveBias () => new HasBias(),
        Base () => new Base(),
    ];

    [Theory]
    [MemberData(nameof(NotArguments))]
    public void Arguments_refuse_what_was_meant_for_another_parameter(object given, string meant)
    {
        var error = Assert.Throws<BindingException>(() => CallChecks.Arguments(given));
        Assert.Contains(meant, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_keep_values_and_declared_types()
    {
        var arguments = CallChecks.Arguments(new { bias = 5, list = (IReadOnlyList<int>)[1] });
        Assert.Equal(new ArgumentValue(5, typeof(int)), arguments["bias"]);
        Assert.Equal(typeof(IReadOnlyList<int>), arguments["list"].Declared);
        Assert.Equal(typeof(long), CallChecks.Arguments(new Dictionary<string, long> { ["a"] = 1 })["a"].Declared);
        Assert.Empty(CallChecks.Arguments(null));
    }

    [Theory]
    [MemberData(nameof(HopelessSetups))]
    public void A_setup_that_never_returns_named_values_is_refused_at_once(Delegate setup) =>
        Assert.Throws<SetupException>(() => Check((int x) => x, setup: setup));

    [Theory]
    [MemberData(nameof(SetupsThatDoNotTell))]
    public void What_only_the_worker_can_know_is_left_to_it(Delegate setup) =>
        Check((int x, int bias) => x, setup: setup);

    [Fact]
    public void An_environment_of_unknown_names_may_fill_what_is_missing() =>
        Check((int x, int bias) => x, hasUnknownNames: true);

    [Fact]
    public void Without_any_environment_a_parameter_that_nothing_fills_is_refused() =>
        Assert.Equal("bias", Refused((int x, int bias) => x).Parameter);

    [Fact]
    public void What_setup_is_declared_to_return_is_checked_at_once()
    {
        Check((int x, int bias) => x, setup: () => new { bias = 5 });
        Check((int x, int bias) => x, setup: async () => new { bias = await Task.FromResult(5) });
        Check((int x, int? bias) => x, setup: () => new { bias = 5 });
        Assert.Equal("scale", Refused((int x, int scale) => x, setup: () => new { bias = 5 }).Parameter);
        Assert.Equal("bias", Refused((int x, int bias) => x, setup: () => new { bias = "5" }).Parameter);
        Assert.Equal(
            "bias", Refused((int x, string bias) => x, setup: () => Task.FromResult(new { bias = 5 })).Parameter);
    }

    [Fact]
    public void A_declared_type_that_may_turn_out_to_fit_passes()
    {
        Check((int x, HasBias bias) => x, setup: () => new { bias = (IHaveBias)new HasBias() });
        Check((int x, IHaveBias bias) => x, setup: () => new { bias = new Base() });
        Check((int x, int bias) => x, setup: () => new { bias = (object)5 });
        Check((int x, int bias) => x, setup: () => new { bias = (int?)5 });
        Assert.Equal("bias", Refused((int x, HasBias bias) => x, setup: () => new { bias = new Base() }).Parameter);
        Assert.Equal("bias", Refused((int x, int bias) => x, setup: () => new { bias = 5L }).Parameter);
    }

    [Fact]
    public void A_conflict_is_found_before_anything_is_sent() =>
        Assert.Throws<ArgumentConflictException>(() =>
            Check((int x, int bias) => x, new { bias = 5 }, () => new { bias = 5 }));

    [Fact]
    public void Arguments_are_checked_by_name_and_by_value()
    {
        Check((int x, IReadOnlyList<int> bias) => x, new Dictionary<string, object> { ["bias"] = new[] { 1 } });
        Assert.Equal("bais", Refused((int x, int bias = 1) => x, new { bais = 5 }).Parameter);
        Assert.Equal("bias", Refused((int x, int bias) => x, new { bias = "5" }).Parameter);
        Assert.Equal("bias", Refused((int x, int bias) => x, new { bias = (int?)null }).Parameter);
    }

    [Fact]
    public void The_function_must_give_what_the_call_asks_for()
    {
        CallChecks.Signature((int x) => "", typeof(int), typeof(object), CallChecks.Arguments(null), null);
        Assert.Throws<BindingException>(() => CallChecks.Signature(
            (int x) => x, typeof(int), typeof(long), CallChecks.Arguments(null), null));
        Assert.Throws<BindingException>(() => CallChecks.Signature(
            (int x) => Task.FromResult(""), typeof(int), typeof(object), CallChecks.Arguments(null), null));
        Assert.Throws<BindingException>(() => CallChecks.Signature(
            (int x) => new ValueTask<int>(x), typeof(int), typeof(ValueTask<int>), CallChecks.Arguments(null), null));
    }

    private static void Check(
        Delegate function, object? arguments = null, Delegate? setup = null, bool hasUnknownNames = false) =>
        CallChecks.Signature(
            function, typeof(int), typeof(int), CallChecks.Arguments(arguments), setup, hasUnknownNames);

    private static BindingException Refused(Delegate function, object? arguments = null, Delegate? setup = null) =>
        Assert.Throws<BindingException>(() => Check(function, arguments, setup));

    private interface IHaveBias
    {
        int Bias { get; }
    }

    private sealed class HasBias : IHaveBias
    {
        public int Bias => 5;
    }

    /// <summary>Not sealed, so that an object of it may have more names.</summary>
    public class Base
    {
        public int Other { get; } = 1;
    }
}

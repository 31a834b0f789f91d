using ParallelCompute.Execution;
using Xunit;

namespace ParallelCompute.Tests.Binding;

public sealed class SetupCallTests
{
    public static TheoryData<Delegate, object?> Setups() => new()
    {
        { () => 5, 5 },
        { () => "text", "text" },
        { async () => await Later(5), 5 },
        { () => new ValueTask<int>(5), 5 },
        { async ValueTask<string> () => await Later("text"), "text" },
        { object () => Later(5), 5 },
        { object () => new ValueTask<int>(5), 5 },
        { () => { }, null },
        { async () => { await Task.Yield(); }, null },
        { async ValueTask () => await Task.Yield(), null },
        { object? () => null, null },
        { (Func<string>)"  text ".Trim, "text" },
        { (Func<int>)"abc".Size, 3 },
        { (Func<string>)Static, "static" },
    };

    public static TheoryData<Delegate> Failing() =>
    [
        int () => throw new InvalidTimeZoneException("user"),
        async Task<int> () =>
        {
            await Task.Yield();
            throw new InvalidTimeZoneException("user");
        },
        async ValueTask<int> () =>
        {
            await Task.Yield();
            throw new InvalidTimeZoneException("user");
        },
    ];

    [Theory]
    [MemberData(nameof(Setups))]
    public async Task The_value_is_awaited_whatever_carries_it(Delegate setup, object? value) =>
        Assert.Equal(value, await SetupCall.InvokeAsync(setup));

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task What_setup_throws_comes_out_as_it_is_with_its_stack(Delegate setup)
    {
        var error = await Assert.ThrowsAsync<InvalidTimeZoneException>(() => SetupCall.InvokeAsync(setup));
        Assert.Contains("<Failing>", error.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_are_refused()
    {
        var error = await Assert.ThrowsAsync<SetupException>(() => SetupCall.InvokeAsync((int x) => x));
        Assert.Contains("no parameters", error.Message, StringComparison.Ordinal);
    }

    private static async Task<T> Later<T>(T value)
    {
        await Task.Yield();
        return value;
    }

    private static string Static() => "static";
}

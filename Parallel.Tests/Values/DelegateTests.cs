using ParallelCompute.Tests.Values.Samples;
using Xunit;

namespace ParallelCompute.Tests.Values;

public sealed class DelegateTests
{
    [Fact]
    public void Lambdas_and_methods_come_back()
    {
        var offset = 5;
        Func<int, int>[] functions = [x => x + 1, x => x + offset, Twice, Math.Abs];
        Assert.Equal([-2, 2, -6, 3], Codec.Trip(functions).Select(f => f(-3)));
        Assert.Equal(9, Codec.Trip<Delegate>((int x) => x * x).DynamicInvoke(3));
        Assert.Equal("kg", Codec.Trip<Func<string>>(new Reading(1, 2, "kg").ToUnit)());
        Assert.Equal(3, Codec.Trip<Converter<string, int>>(Generic<string>)("abc"));
    }

    [Fact]
    public void Lambdas_of_one_scope_share_what_they_captured()
    {
        var count = 0;
        Action[] both = [() => count++, () => count += 10];
        var back = Codec.Trip(both);
        back[0]();
        back[1]();
        Assert.Same(back[0].Target, back[1].Target);
        Assert.Equal(0, count);
    }

    [Fact]
    public void A_function_that_calls_itself_comes_back()
    {
        Func<int, int> factorial = null!;
        factorial = n => n <= 1 ? 1 : n * factorial(n - 1);
        Assert.Equal(120, Codec.Trip(factorial)(5));
    }

    [Fact]
    public void A_delegate_of_several_methods_keeps_them_in_order()
    {
        var written = new List<int>();
        Action<List<int>> add = list => list.Add(1);
        add += list => list.Add(2);
        Codec.Trip(add)(written);
        Assert.Equal([1, 2], written);
    }

    [Fact]
    public void A_delegate_whose_closure_cannot_be_sent_is_refused_with_the_way_to_it()
    {
        using var reader = new StreamReader(Stream.Null);
        Func<string?>[] functions = [() => reader.ReadLine()];
        Assert.Contains("field 'reader'", Codec.Refusal(functions).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_without_a_file_is_refused()
    {
        var compiled = System.Linq.Expressions.Expression.Lambda<Func<int>>(
            System.Linq.Expressions.Expression.Constant(1)).Compile();
        Assert.Contains("compiled at run time", Codec.Refusal(compiled).Reason, StringComparison.Ordinal);
    }

    private static int Twice(int x) => 2 * x;

    private static int Generic<T>(T value) => $"{value}".Length;
}

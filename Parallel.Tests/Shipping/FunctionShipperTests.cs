using System.Linq.Expressions;
using System.Reflection.Emit;
using ParallelCompute.Shipping;
using Xunit;

namespace ParallelCompute.Tests.Shipping;

public sealed class FunctionShipperTests
{
    private readonly int _factor = 3;

    private delegate bool Parser(string text, out int value);

    [Fact]
    public void A_static_method_runs_in_the_copy() => Assert.Equal(9, RoundTrip.Copy<Func<int, int>>(Square)(3));

    [Fact]
    public void A_method_of_the_framework_is_found() =>
        Assert.Equal(3.0, RoundTrip.Copy<Func<double, double>>(Math.Sqrt)(9));

    [Fact]
    public void A_lambda_that_captures_nothing_sends_nothing()
    {
        Func<int, int> f = x => x + 1;
        Assert.Equal(42, RoundTrip.Copy(f)(41));
        Assert.Equal("", RoundTrip.Fields(f));
    }

    [Fact]
    public void A_lambda_brings_its_locals()
    {
        var factor = 3;
        string[] names = ["a", "b"];
        Func<int, string> f = x => names[x] + factor;
        Assert.Equal("b3", RoundTrip.Copy(f)(1));
        Assert.Equal("factor names", RoundTrip.Fields(f));
    }

    [Fact]
    public void What_another_lambda_of_the_scope_captures_is_not_sent()
    {
        using var reader = new StreamReader(new MemoryStream());
        var token = CancellationToken.None;
        var large = new byte[1_000_000];
        var factor = 3;
        Func<int> other = () => reader.Read() + large.Length + (token.IsCancellationRequested ? 1 : 0);
        Func<int, int> f = x => x * factor;
        Assert.Equal(999_999, other());
        Assert.Equal("factor", RoundTrip.Fields(f));
        Assert.Equal(21, RoundTrip.Copy(f)(7));
    }

    [Fact]
    public void A_variable_that_is_only_written_is_not_sent()
    {
        StreamReader? reader = new(new MemoryStream());
        Func<bool> other = () => reader is null;
        Func<int> f = () =>
        {
            reader = null;
            return 5;
        };
        Assert.False(other());
        Assert.Equal("", RoundTrip.Fields(f));
        Assert.Equal(5, RoundTrip.Copy(f)());
    }

    [Fact]
    public void Variables_of_nested_scopes_come_along()
    {
        var sums = new List<Func<int, int>>();
        var offset = 100;
        for (var i = 0; i < 3; i++)
        {
            var own = i * 10;
            sums.Add(x => x + own + offset);
        }

        Assert.Equal([101, 111, 121], sums.Select(f => RoundTrip.Copy(f)(1)));
        Assert.Equal("offset own", RoundTrip.Fields(sums[0]));
    }

    [Fact]
    public void A_variable_of_a_loop_has_the_value_of_its_round()
    {
        var functions = new List<Func<int>>();
        foreach (var word in (string[])["a", "bb", "ccc"])
        {
            functions.Add(() => word.Length);
        }

        Assert.Equal([1, 2, 3], functions.Select(f => RoundTrip.Copy(f)()));
    }

    [Fact]
    public void A_lambda_inside_the_function_reads_the_outer_closure()
    {
        var low = 2;
        var unused = new MemoryStream();
        Func<long> other = () => unused.Length;
        Func<int[], int> f = items => items.Where(i => i > low).Sum();
        Assert.Equal(0, other());
        Assert.Equal(7, RoundTrip.Copy(f)([1, 2, 3, 4]));
        Assert.Equal("low", RoundTrip.Fields(f));
    }

    [Fact]
    public void Local_functions_with_struct_closures_are_followed()
    {
        var a = 1;
        var b = 2;
        int Add(int x) => x + a + More();
        int More() => b;
        Func<int, int> f = Add;
        Assert.Equal(6, RoundTrip.Copy(f)(3));
        Func<int, int> g = x =>
        {
            var inner = x;
            int Twice() => inner * 2 + a;
            return Twice();
        };
        Assert.Equal(7, RoundTrip.Copy(g)(3));
        Assert.Equal("a", RoundTrip.Fields(g));
        Assert.Equal("a b", RoundTrip.Fields(f));
    }

    [Fact]
    public void Captured_functions_share_the_closure_that_holds_them()
    {
        var k = 10;
        Func<int, int> factorial = null!;
        factorial = n => n <= 1 ? k : n * factorial(n - 1);
        Func<double, double> root = Math.Sqrt;
        Func<int, int> f = x => factorial(x) + (int)root(x);
        Assert.Equal(242, RoundTrip.Copy(f)(4));
        Assert.Equal(60, RoundTrip.Copy(factorial)(3));
    }

    [Fact]
    public async Task Async_lambdas_bring_locals_and_fields()
    {
        var bias = 5;
        Func<int, Task<int>> f = async x =>
        {
            await Task.Yield();
            return (x * _factor) + bias;
        };
        Assert.Equal(26, await RoundTrip.Copy(f)(7));
        Assert.Equal("_factor bias", RoundTrip.Fields(f));
    }

    [Fact]
    public void Iterators_inside_the_function_are_followed()
    {
        var step = 2;
        IEnumerable<int> Steps(int count)
        {
            for (var i = 0; i < count; i++)
            {
                yield return i * step;
            }
        }

        Func<int, int> f = x => Steps(x).Sum();
        Assert.Equal(6, RoundTrip.Copy(f)(3));
    }

    [Fact]
    public void Generic_methods_and_methods_of_generic_types_are_closed()
    {
        Assert.Equal("Int32 String", RoundTrip.Copy(Names<int>("x"))("y"));
        Assert.Equal("Int32[]", RoundTrip.Copy<Func<string>>(Holder<int[]>.Name)());
        Assert.Equal(4, RoundTrip.Copy(Holder<int>.Counter([1, 2]))(2));
    }

    [Fact]
    public void An_extension_method_brings_its_first_argument()
    {
        Assert.Equal("abab", RoundTrip.Copy<Func<int, string>>("ab".Times)(2));
        Assert.True(RoundTrip.Copy<Func<string, bool>>(new List<string> { "a" }.Contains)("a"));
        Assert.Equal("null", RoundTrip.Copy<Func<string>>(((string?)null).OrNull)());
    }

    [Fact]
    public void Delegates_of_every_type_keep_it()
    {
        var withDefault = (int x, int bias = 7) => x + bias;
        Assert.Equal(8, RoundTrip.Load(withDefault).DynamicInvoke(1, Type.Missing));
        var withReference = (ref int x) => x + 1;
        Assert.Equal(3, RoundTrip.Load(withReference).DynamicInvoke(2));
        Assert.Equal(true, RoundTrip.Load((Parser)int.TryParse).DynamicInvoke("5", 0));
        Func<int, int> inner = Square;
        Assert.Equal(16, RoundTrip.Copy(new Func<int, int>(inner.Invoke))(4));
    }

    [Fact]
    public void Expression_trees_inside_the_function_read_what_they_name()
    {
        var limit = 3;
        Func<int, bool> f = x =>
        {
            Expression<Func<int, bool>> below = y => y < limit;
            return below.Compile()(x);
        };
        Assert.True(RoundTrip.Copy(f)(2));
        Assert.Equal("limit", RoundTrip.Fields(f));
    }

    [Fact]
    public void What_has_no_code_in_a_file_is_refused()
    {
        Expression<Func<int, int>> tree = x => x + 1;
        Assert.Contains("compiled at run time", Refusal(tree.Compile()), StringComparison.Ordinal);
        var dynamic = new DynamicMethod("d", typeof(int), []);
        dynamic.GetILGenerator().Emit(OpCodes.Ldc_I4_1);
        dynamic.GetILGenerator().Emit(OpCodes.Ret);
        Assert.Contains("compiled at run time", Refusal(dynamic.CreateDelegate<Func<int>>()), StringComparison.Ordinal);
        Func<int, int> many = Square;
        many += Square;
        Assert.Contains("2 methods", Refusal(many), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_travel_is_named_with_its_path()
    {
        var reader = new StreamReader(new MemoryStream());
        Assert.Matches("^closure field 'reader'.*StreamReader.*cannot be sent; open it in setup$",
            Refusal(() => reader.Read()));
        var token = CancellationToken.None;
        Assert.Matches("^closure field 'token'.*cannot be sent; use WorkerContext.Current.CancellationToken$",
            Refusal(() => token.CanBeCanceled));
    }

    private static int Square(int x) => x * x;

    private static Func<string, string> Names<T>(string _) => Name<string>;

    private static string Name<T>(string _) => $"{nameof(Int32)} {typeof(T).Name}";

    private static string Refusal(Delegate f) =>
        Assert.Throws<ShippingException>(() => FunctionShipper.Encode(f)).Message;

    private static class Holder<T>
    {
        public static string Name() => typeof(T).Name;

        public static Func<int, int> Counter(T[] items) => x => x + items.Length;
    }
}

using System.Globalization;
using System.Reflection;
using ParallelCompute.Execution;
using Xunit;

namespace ParallelCompute.Tests.Binding;

public sealed class BoundCallTests
{
    private delegate int Custom(int x);

    [Fact]
    public void A_function_of_the_item_alone_is_used_as_it_is()
    {
        Func<int, int> square = x => x * x;
        Assert.Same(square, ParameterBinder.Bind(square, typeof(int), Call.None, Call.None));
    }

    [Fact]
    public void Another_delegate_type_of_the_same_shape_calls_the_same_method()
    {
        Custom square = x => x * x;
        var bound = Call.Bind<int, int>(square);
        Assert.Equal(square.Method, bound.Method);
        Assert.Same(square.Target, bound.Target);
        Assert.Equal(81, bound(9));
    }

    [Fact]
    public async Task An_asynchronous_function_keeps_its_task()
    {
        var bound = Call.Bind<int, Task<int>>(
            async (int x, int bias) =>
            {
                await Task.Yield();
                return x + bias;
            },
            new { bias = 2 });
        Assert.Equal(44, await bound(42));
    }

    [Fact]
    public void A_result_is_boxed_where_the_caller_asks_for_an_object()
    {
        var bound = ParameterBinder.Bind((int x) => x + 1, typeof(int), Call.None, Call.None, typeof(object));
        Assert.Equal(43, ((Func<int, object>)bound)(42));
    }

    [Fact]
    public void Private_methods_work()
    {
        Assert.Equal(7, Call.Bind<int, int>(Functions.PrivateStatic(), new { more = 4 })(3));
        Assert.Equal(107, Call.Bind<int, int>(new Functions(100).PrivateInstance(), new { more = 4 })(3));
    }

    [Fact]
    public void A_local_function_and_captured_values_work()
    {
        var captured = 10;
        int Local(int x, string text) => x + captured + text.Length;
        var bound = Call.Bind<int, int>(Local, new { text = "four" });
        captured = 20;
        Assert.Equal(25, bound(1));
    }

    [Fact]
    public void A_delegate_that_carries_its_first_argument_skips_that_parameter()
    {
        Func<int, char, string> pad = "abc".PadLeft;
        Assert.Equal("--abc", Call.Bind<int, string>(pad, new { paddingChar = '-' })(5));
        Func<int, int, int> extension = "abc".LengthPlus;
        Assert.Equal(10, Call.Bind<int, int>(extension, new { more = 2 })(5));
    }

    [Fact]
    public void A_method_of_a_struct_works_on_its_own_copy()
    {
        Func<int, int, int> count = new Counter { Start = 3 }.Add;
        var bound = Call.Bind<int, int>(count, new { more = 10 });
        Assert.Equal([14, 15], [bound(1), bound(1)]);
    }

    [Fact]
    public void An_open_instance_method_takes_the_item_as_its_object()
    {
        var method = typeof(string).GetMethod(nameof(string.PadLeft), [typeof(int)])!;
        var pad = method.CreateDelegate<Func<string, int, string>>();
        Assert.Equal("  a", Call.Bind<string, string>(pad, new { totalWidth = 3 })("a"));
    }

    [Fact]
    public void A_virtual_method_runs_the_override_that_the_delegate_holds()
    {
        Func<int, int, string> f = new Derived().Name;
        Assert.Equal("derived 1 2", Call.Bind<int, string>(f, new { more = 2 })(1));
        Assert.Equal("base 1 2", Call.Bind<int, string>(new Derived().BaseName(), new { more = 2 })(1));
    }

    [Fact]
    public void An_exception_comes_out_as_it_is() => Assert.Throws<FormatException>(
        () => Call.Bind<string, int>(
            (string s, IFormatProvider p) => int.Parse(s, p), new { p = CultureInfo.InvariantCulture })("x"));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Parameters_of_every_kind_arrive_whole(int width, int seed)
    {
        var random = new Random(seed);
        var types = Enumerable.Range(0, width).Select(_ => Samples.Types[random.Next(Samples.Types.Length)]).ToArray();
        var method = typeof(BoundCallTests).GetMethod($"Join{width}", BindingFlags.NonPublic | BindingFlags.Static)!;
        var function = (width == 0 ? method : method.MakeGenericMethod(types)).CreateDelegate(System.Linq.Expressions
            .Expression.GetFuncType([typeof(long), .. types, typeof(string)]));
        var values = types.Select(t => Samples.Of(t, random)).ToArray();
        var environment = values.Select((v, i) => (v, i)).ToDictionary(p => $"p{p.i}", p => p.v);
        var bound = (Func<long, string>)ParameterBinder.Bind(function, typeof(long), environment, Call.None);
        Assert.Equal(Samples.Text([7L, .. values]), bound(7));
    }

    public static TheoryData<int, int> Widths()
    {
        var data = new TheoryData<int, int>();
        for (var i = 0; i < 160; i++)
        {
            data.Add(i % 8, i);
        }

        return data;
    }

    private static string Join0(long x) => Samples.Text([x]);

    private static string Join1<A>(long x, A p0) => Samples.Text([x, p0]);

    private static string Join2<A, B>(long x, A p0, B p1) => Samples.Text([x, p0, p1]);

    private static string Join3<A, B, C>(long x, A p0, B p1, C p2) => Samples.Text([x, p0, p1, p2]);

    private static string Join4<A, B, C, D>(long x, A p0, B p1, C p2, D p3) => Samples.Text([x, p0, p1, p2, p3]);

    private static string Join5<A, B, C, D, E>(long x, A p0, B p1, C p2, D p3, E p4) =>
        Samples.Text([x, p0, p1, p2, p3, p4]);

    private static string Join6<A, B, C, D, E, F>(long x, A p0, B p1, C p2, D p3, E p4, F p5) =>
        Samples.Text([x, p0, p1, p2, p3, p4, p5]);

    private static string Join7<A, B, C, D, E, F, G>(long x, A p0, B p1, C p2, D p3, E p4, F p5, G p6) =>
        Samples.Text([x, p0, p1, p2, p3, p4, p5, p6]);

    private struct Counter
    {
        public int Start;

        public int Add(int x, int more) => x + more + Start++;
    }

    private class Base
    {
        public virtual string Name(int x, int more) => $"base {x} {more}";
    }

    private sealed class Derived : Base
    {
        public override string Name(int x, int more) => $"derived {x} {more}";

        public Func<int, int, string> BaseName() => base.Name;
    }
}

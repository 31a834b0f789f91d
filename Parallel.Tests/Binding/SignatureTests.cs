using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace ParallelCompute.Tests.Binding;

[SuppressMessage("Performance", "CA1822", Justification = "Delegates are made of these.")]
public sealed class SignatureTests
{
    private delegate int ByReference(ref int x);

    private delegate int Out(int x, out int y);

    private delegate int In(in int x);

    private delegate int OverSpan(int x, Span<int> span);

    private delegate ref int ReturnsReference(int[] x);

    private delegate Span<int> ReturnsSpan(int[] x);

    public static TheoryData<Delegate, string> Returns() => new()
    {
        { (int x) => { }, "return a value or Task<TResult>" },
        { async (int x) => await Task.Yield(), "return a value or Task<TResult>" },
        { (int x) => ValueTask.CompletedTask, "return a value or Task<TResult>" },
        { async ValueTask<float[]> (int x) => await Task.FromResult<float[]>([]), "return Task<float[]>" },
        { (ReturnsReference)((int[] x) => ref x[0]), "reference" },
        { (ReturnsSpan)((int[] x) => x), "array" },
    };

    public static TheoryData<Delegate, string> Takes() => new()
    {
        { (ByReference)((ref int x) => x), "x" },
        { (Out)((int x, out int y) => y = x), "y" },
        { (In)((in int x) => x), "x" },
        { (OverSpan)((int x, Span<int> span) => x), "span" },
    };

    [Theory]
    [MemberData(nameof(Returns))]
    public void A_function_must_return_a_value_or_a_task_of_one(Delegate function, string advice) =>
        Assert.Contains(advice, Call.Refused<int>(function).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Takes))]
    public void Parameters_are_plain_values(Delegate function, string parameter) =>
        Assert.Equal(parameter, Call.Refused<int>(function).Parameter);

    [Fact]
    public void A_function_takes_at_least_the_item() =>
        Assert.Contains("takes no parameter", Call.Refused<int>(() => 1).Message, StringComparison.Ordinal);

    [Fact]
    public void A_function_takes_sixteen_parameters_at_most()
    {
        Assert.Contains("17 parameters", Call.Refused<int>(Seventeen).Message, StringComparison.Ordinal);
        Func<int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int> sixteen = Sixteen;
        var values = Enumerable.Range(0, 15).ToDictionary(i => ((char)('b' + i)).ToString(), i => 1 << i);
        Assert.Equal((1 << 15) + 999, Call.Bind<int, int>(sixteen, values)(1000));
    }

    [Fact]
    public void Combined_delegates_are_refused()
    {
        Func<int, int> one = x => x;
        Assert.Contains("2 delegates", Call.Refused<int>(one + one).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_compiled_at_run_time_is_refused()
    {
        System.Linq.Expressions.Expression<Func<int, int>> square = x => x * x;
        Assert.Contains("at run time", Call.Refused<int>(square.Compile()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_name_the_function_as_its_author_knows_it()
    {
        static int Local(int x, int bias) => x + bias;
        Assert.Contains(
            "Local in SignatureTests.Messages_name", Call.Refused<int>(Local).Message, StringComparison.Ordinal);
        Assert.Contains(
            "the lambda in SignatureTests.Messages_name", Call.Refused<int>((int x, int bias) => x).Message,
            StringComparison.Ordinal);
        Assert.Contains("SignatureTests.Method", Call.Refused<int>(Method).Message, StringComparison.Ordinal);
    }

    private static int Sixteen(
        int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n, int o,
        int p) =>
        a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p;

    private static int Seventeen(
        int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n, int o, int p,
        int q) => a;

    private int Method(int x, Dictionary<string, int[]> bias) => x;
}

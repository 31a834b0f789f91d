using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Tests.Values.Samples;
using ParallelCompute.Values;
using Xunit;

namespace ParallelCompute.Tests.Values;

public sealed class RefusalTests
{
    public static TheoryData<object, string> Unsendable => new()
    {
        { new StreamReader(Stream.Null), "System.IO.StreamReader cannot be sent; open it in setup" },
        { new MemoryStream(), "System.IO.MemoryStream cannot be sent; open it in setup" },
        { CancellationToken.None, "use WorkerContext.Current.CancellationToken" },
        { NullLogger.Instance, "use WorkerContext.Current.Logger" },
        { Enumerable.Range(0, 3), "call ToArray first" },
        { Enumerable.Range(0, 3).Select(i => i + 1), "call ToArray first" },
        { new[] { 1 }.Where(i => i > 1), "call ToArray first" },
        { Yielding(), "call ToArray first" },
        { Task.FromResult(1), "System.Threading.Tasks.Task<System.Int32> cannot be sent; await it first" },
        { typeof(string).GetMethods()[0], "send its name" },
        { new WeakReference<string>("a"), "send what it refers to" },
        { Thread.CurrentThread, "open it in setup" },
        { (nint)1, "means nothing in another process" },
        { new Microsoft.Win32.SafeHandles.SafeFileHandle(), "means nothing in another process" },
        { new Finalized(), "has a finalizer" },
        { new ListOfMine(), "derives from System.Collections.Generic.List<System.Int32>" },
        { new BlockingCollection<int>(), "open it in setup" },
        { new NameValueCollection(), "send an array, a List" },
        { new Lazy<int>(() => throw new FormatException("no")), "making that failed: no" },
        { Changed(), "was changed (NumberDecimalDigits)" },
        { EqualityComparer<int>.Create((a, b) => a == b), "a comparer class of your own" },
        { JsonValue.Create(double.NaN), "cannot be sent" },
        { Array.CreateInstance(typeof(int), [2], [1]), "use T[]" },
        { new HashSet<int>(EqualityComparer<int>.Create((a, b) => a == b)), "a comparer class of your own" },
    };

    [Theory]
    [MemberData(nameof(Unsendable))]
    public void What_cannot_be_sent_says_what_to_do(object value, string message)
    {
        Assert.Contains(message, Codec.Refusal(value).Reason, StringComparison.Ordinal);
        var held = Codec.Refusal(new Tree { Children = [null, new() { Tag = value }] });
        Assert.StartsWith("field 'Children' -> [1] -> field 'Tag'", held.Path, StringComparison.Ordinal);
        Assert.Equal(Codec.Refusal(value).Reason, held.Reason);
    }

    [Fact]
    public void The_client_stays_on_the_client()
    {
        // Any assembly of that name counts, so the test does not depend on what the client's types are.
        var assembly = AssemblyBuilder.DefineDynamicAssembly(
            new("Parallel.Client"), AssemblyBuilderAccess.RunAndCollect);
        var type = assembly.DefineDynamicModule("m").DefineType("Client", TypeAttributes.Public).CreateType();
        var error = Assert.Throws<ShippingException>(() => ValueCodecs.For(type));
        Assert.Contains("the client stays on the client", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_cannot_be_sent_may_be_null()
    {
        Assert.Null(Codec.Trip(new WithReader()).Reader);
        using var reader = new StreamReader(Stream.Null);
        var error = Codec.Refusal(new Holder { Items = [null, new WithReader { Reader = reader }] });
        Assert.Equal("field 'Items' -> [1] -> field 'Reader'", error.Path);
        Assert.Equal("System.IO.StreamReader cannot be sent; open it in setup", error.Reason);
    }

    [Fact]
    public void A_type_that_can_never_be_sent_is_refused_before_there_is_a_value()
    {
        Assert.Equal("field 'Token'", Assert.Throws<ShippingException>(ValueCodecs.For<WithToken>).Path);
        Assert.Equal("field '_start'", Assert.Throws<ShippingException>(ValueCodecs.For<Pointing>).Path);
        Assert.Equal("element", Assert.Throws<ShippingException>(ValueCodecs.For<List<Stream>>).Path);
        Assert.Equal("value", Assert.Throws<ShippingException>(ValueCodecs.For<Dictionary<int, ILogger>>).Path);
        Assert.Equal("element -> field 'Token'", Assert.Throws<ShippingException>(ValueCodecs.For<WithToken[]>).Path);
    }

    [Theory]
    [InlineData(typeof(void))]
    [InlineData(typeof(Span<int>))]
    [InlineData(typeof(int*))]
    [InlineData(typeof(int*[]))]
    [InlineData(typeof(List<>))]
    [InlineData(typeof(TypedReference))]
    public void A_type_without_values_is_refused(Type type) =>
        Assert.Throws<ShippingException>(() => ValueCodecs.For(type));

    [Fact]
    public void The_key_of_a_value_that_cannot_be_sent_is_named()
    {
        Assert.Equal("['a']", Codec.Refusal(new Dictionary<string, object> { ["a"] = Stream.Null }).Path);
        Assert.Equal("[7]", Codec.Refusal(new Dictionary<int, object> { [7] = Stream.Null }).Path);
        Assert.Equal("entry 0", Codec.Refusal(new HashSet<object> { Stream.Null }).Path);
        Assert.Equal("field 'Item2'", Codec.Refusal((1, (object)Stream.Null)).Path);
        Assert.Equal("field 'x'", Codec.Refusal(new { x = (object)Stream.Null }).Path);
    }

    [Fact]
    public void A_refused_value_can_be_taken_back()
    {
        var w = new ValueWriter(4);
        var codec = ValueCodecs.For<object?[]>();
        codec.Write(w, ["kept"]);
        var before = w.Position;
        Assert.Throws<ShippingException>(() => codec.Write(w, ["lost", Stream.Null]));
        w.Rewind(before);
        Assert.Equal(Codec.Encode<object?[]>(["kept"]), w.Buffer[..w.Position]);
    }

    private static CultureInfo Changed()
    {
        var culture = new CultureInfo("de-DE");
        culture.NumberFormat.NumberDecimalDigits = 7;
        return culture;
    }

    private static IEnumerable<int> Yielding()
    {
        yield return 1;
    }
}

using System.Collections;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Dynamic;
using ParallelCompute.Execution;
using Xunit;

namespace ParallelCompute.Tests.Binding;

public sealed class EnvironmentValuesTests
{
    public static TheoryData<object> Holders() =>
    [
        new { model = "m", size = 3 },
        new Dictionary<string, object?> { ["model"] = "m", ["size"] = 3 },
        new ReadOnlyDictionary<string, object>(new Dictionary<string, object> { ["model"] = "m", ["size"] = 3 }),
        ImmutableDictionary<string, object>.Empty.Add("model", "m").Add("size", 3),
        new Hashtable { ["model"] = "m", ["size"] = 3 },
        Expando(),
        new ReadOnlyPairs(),
        new Record("m", 3),
        new Fields { model = "m", size = 3 },
        new Derived { model = "m" },
    ];

    public static TheoryData<object?, string> Others() => new()
    {
        { null, "null" },
        { 5, "int, a single value" },
        { "text", "string" },
        { DayOfWeek.Friday, "DayOfWeek" },
        { DateTime.UnixEpoch, "DateTime" },
        { new[] { 1 }, "int[], a collection" },
        { new List<string>(), "List<string>, a collection" },
        { () => new { a = 1 }, "a delegate" },
        { (model: 1, data: 2), "tuple" },
        { new object(), "object" },
        { new Nothing(), "no public properties" },
        { new Dictionary<int, int> { [4] = 1 }, "the key 4 of type int" },
    };

    [Theory]
    [MemberData(nameof(Holders))]
    public void Named_values_are_read(object holder)
    {
        var environment = EnvironmentValues.From(holder);
        Assert.Equal("m", environment["model"]);
        Assert.Equal(3, environment["size"]);
        Assert.Equal(2, environment.Count);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Anything_else_is_refused_saying_what_was_returned(object? returned, string problem)
    {
        var error = Assert.Throws<SetupException>(() => EnvironmentValues.From(returned));
        Assert.StartsWith("setup must return named values", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dictionary_may_be_empty() => Assert.Empty(EnvironmentValues.From(new Dictionary<string, object?>()));

    [Fact]
    public void Values_keep_their_order() => Assert.Equal(
        ["z", "a", "m"], EnvironmentValues.From(new { z = 1, a = 2, m = 3 }).Keys);

    [Fact]
    public void What_a_property_throws_is_not_wrapped() =>
        Assert.Throws<InvalidTimeZoneException>(() => EnvironmentValues.From(new Throwing()));

    [Fact]
    public async Task Values_are_disposed_in_reverse_order_and_once_each()
    {
        var log = new List<string>();
        var (first, last) = (new Closing("first", log), new Closing("last", log));
        await EnvironmentValues.DisposeAsync(
            EnvironmentValues.From(new { first, text = "", both = new ClosingBoth(log), last, again = first }),
            (name, e) => log.Add(name));
        Assert.Equal(["first", "last", "both async"], log);
    }

    [Fact]
    public async Task A_failing_dispose_does_not_stop_the_others()
    {
        var log = new List<string>();
        var environment = EnvironmentValues.From(
            new { a = new Closing("a", log), b = new Closing("fail", log), c = new Closing("c", log) });
        await EnvironmentValues.DisposeAsync(environment, (name, e) => log.Add($"{name}: {e.Message}"));
        Assert.Equal(["c", "b: fail", "a"], log);
    }

    private static ExpandoObject Expando()
    {
        dynamic expando = new ExpandoObject();
        expando.model = "m";
        expando.size = 3;
        return expando;
    }

    private sealed class Closing(string name, List<string> log) : IDisposable
    {
        public void Dispose() => log.Add(name == "fail" ? throw new InvalidOperationException(name) : name);
    }

    private sealed class ClosingBoth(List<string> log) : IDisposable, IAsyncDisposable
    {
        public void Dispose() => log.Add("both");

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            log.Add("both async");
        }
    }

    private sealed record Record(string model, int size);

    private struct Fields
    {
        public string model;
        public int size;
    }

    private class Parent
    {
        public virtual string model { get; set; } = "";

        public int size { get; } = 3;

        public int this[int i] => i;

        public int WriteOnly
        {
            set => throw new NotSupportedException();
        }

        public Span<int> Span => new int[size];
    }

    private sealed class Derived : Parent
    {
        public override string model { get; set; } = "";
    }

    private sealed class Nothing;

    private sealed class Throwing
    {
        private readonly Exception _error = new InvalidTimeZoneException();

        public int Value => throw _error;
    }

    /// <summary>A dictionary that is only readable and not of the base library.</summary>
    private sealed class ReadOnlyPairs : IReadOnlyDictionary<string, object>
    {
        private readonly Dictionary<string, object> _pairs = new() { ["model"] = "m", ["size"] = 3 };

        public IEnumerable<string> Keys => _pairs.Keys;

        public IEnumerable<object> Values => _pairs.Values;

        public int Count => 2;

        public object this[string key] => _pairs[key];

        public bool ContainsKey(string key) => _pairs.ContainsKey(key);

        public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _pairs.GetEnumerator();

        public bool TryGetValue(string key, out object value) => _pairs.TryGetValue(key, out value!);

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

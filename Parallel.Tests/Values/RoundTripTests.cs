using ParallelCompute.Tests.Values.Samples;
using ParallelCompute.Values;
using Xunit;

namespace ParallelCompute.Tests.Values;

public sealed class RoundTripTests
{
    public static TheoryData<object> Scalars =>
    [
        true, false, 'x', '\uD800', sbyte.MinValue, byte.MaxValue, short.MinValue, ushort.MaxValue, int.MinValue,
        uint.MaxValue, long.MinValue, ulong.MaxValue, Half.NaN, float.NegativeInfinity, double.Epsilon, double.NaN,
        Int128.MinValue, UInt128.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m, DateTime.MaxValue,
        new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc), new DateTime(5, DateTimeKind.Local),
        DateTimeOffset.MinValue, new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.FromHours(-14)), TimeSpan.MinValue,
        DateOnly.MaxValue, TimeOnly.MaxValue, Guid.NewGuid(), ^3, 1..^2, Color.Green, (Color)77, DayOfWeek.Friday,
        new Point(1, -0.0), new Nothing(), (1, 2L), new KeyValuePair<byte, char>(1, 'a'), "", "é\0", "x\uDC00漢", "𐍈",
    ];

    [Theory]
    [MemberData(nameof(Scalars))]
    public void A_scalar_comes_back(object value)
    {
        var codec = ValueCodecs.For(value.GetType());
        var w = new ValueWriter(0);
        codec.WriteObject(w, value);
        var r = new ValueReader(w.Buffer.AsMemory(0, w.Position), KnownTypes.Instance);
        Assert.Equal(value, codec.ReadObject(r));
        Assert.Equal(0, r.Remaining);
        Assert.Equal(value is string ? 0 : w.Position, codec.FixedSize);
        Assert.Equal(value, Codec.Trip<object>(value));
        Assert.Equal(value as IComparable, Codec.Trip(value as IComparable));
    }

    [Fact]
    public void Kinds_and_offsets_of_dates_come_back()
    {
        Assert.Equal(DateTimeKind.Utc, Codec.Trip(DateTime.UnixEpoch).Kind);
        var here = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.FromMinutes(330));
        Assert.Equal(here.Offset, Codec.Trip(here).Offset);
    }

    [Fact]
    public void Null_comes_back()
    {
        Assert.Null(Codec.Trip<string?>(null));
        Assert.Null(Codec.Trip<int?>(null));
        Assert.Equal(5, Codec.Trip<int?>(5));
        Assert.Null(Codec.Trip<int[]?>(null));
        Assert.Null(Codec.Trip<object?>(null));
        Assert.Null(Codec.Trip<Tree?>(null));
        Assert.Equal([1, null], Codec.Trip<int?[]>([1, null]));
    }

    [Fact]
    public void Arrays_come_back()
    {
        Assert.Equal([], Codec.Trip(Array.Empty<long>()));
        Assert.Equal([1L, -1], Codec.Trip<long[]>([1, -1]));
        Assert.Equal([true, false], Codec.Trip<bool[]>([true, false]));
        Assert.Equal(new[] { "a", null, "漢" }, Codec.Trip<string?[]>(["a", null, "漢"]));
        Assert.Equal([[1, 2], null, []], Codec.Trip<int[]?[]>([[1, 2], null, []]));
        Assert.Equal(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }, Codec.Trip(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }));
        Assert.Equal(new Point[0, 7, 2], Codec.Trip(new Point[0, 7, 2]));
        Assert.Equal([DayOfWeek.Monday], Codec.Trip<DayOfWeek[]>([DayOfWeek.Monday]));
    }

    [Fact]
    public void An_array_declared_as_that_of_a_base_type_keeps_its_own_type()
    {
        object[] strings = new[] { "a" };
        Assert.IsType<string[]>(Codec.Trip(strings));
        uint[] really = (uint[])(object)new[] { 1, -1 };
        Assert.IsType<int[]>((object)Codec.Trip(really));
    }

    [Fact]
    public void Lists_come_back()
    {
        Assert.Equal([], Codec.Trip(new List<int>()));
        Assert.Equal([3, 4], Codec.Trip(new List<int> { 3, 4 }));
        Assert.Equal(["a", null], Codec.Trip(new List<string?> { "a", null }));
        Assert.IsType<List<double>>(Codec.Trip<IReadOnlyList<double>>(new List<double> { 1 }));
        Assert.Equal([1, 2], Codec.Trip<IEnumerable<int>>([1, 2]));
    }

    [Fact]
    public void Dictionaries_and_sets_come_back_with_their_comparers()
    {
        var names = new Dictionary<string, int?>(StringComparer.OrdinalIgnoreCase) { ["A"] = 1, ["b"] = null };
        var back = Codec.Trip(names);
        Assert.Equal(names, back);
        Assert.Equal(1, back["a"]);
        Assert.Same(StringComparer.Ordinal, Codec.Trip(new HashSet<string>(["x"], StringComparer.Ordinal)).Comparer);
        Assert.DoesNotContain("X", Codec.Trip(new HashSet<string> { "x" }));
        Assert.Contains(new Point(1, 2), Codec.Trip(new HashSet<Point> { new(1, 2) }));
        Assert.Equal(2, Codec.Trip(new Dictionary<Reading, int> { [new(1, 2, "m")] = 2 })[new Reading(1, 2, "m")]);
    }

    [Fact]
    public void Tuples_and_pairs_come_back()
    {
        Assert.Equal(("a", 1), Codec.Trip(("a", 1)));
        Assert.Equal((1, 2, 3, 4, 5, 6, 7, "8", 9), Codec.Trip((1, 2, 3, 4, 5, 6, 7, "8", 9)));
        Assert.Equal(Tuple.Create("a"), Codec.Trip(Tuple.Create("a")));
        var nine = Tuple.Create(1, 2, 3, 4, 5, "6", 7, Tuple.Create(8L, 'c'));
        Assert.Equal(nine, Codec.Trip(nine));
        Assert.Equal(KeyValuePair.Create("k", 2), Codec.Trip(KeyValuePair.Create("k", 2)));
    }

    [Fact]
    public void Large_values_grow_the_buffer()
    {
        var values = Enumerable.Range(0, 100_000).Select(i => $"item {i}").ToArray();
        Assert.Equal(values, Codec.Trip(values));
    }
}

using System.Text.RegularExpressions;
using ParallelCompute.Tests.Values.Samples;
using Xunit;

namespace ParallelCompute.Tests.Values;

public sealed class ValueListTests
{
    private static readonly Dictionary<string, object[]> ByName = new()
    {
        ["bool"] = [true], ["char"] = ['c'], ["sbyte"] = [sbyte.MinValue], ["byte"] = [byte.MaxValue],
        ["short"] = [short.MinValue], ["ushort"] = [ushort.MaxValue], ["int"] = [1], ["uint"] = [1u], ["long"] = [1L],
        ["ulong"] = [1ul], ["Int128"] = [Int128.MaxValue], ["UInt128"] = [UInt128.MaxValue], ["Half"] = [Half.Epsilon],
        ["float"] = [1f], ["double"] = [1d], ["decimal"] = [1.5m], ["DateTime"] = [DateTime.UnixEpoch],
        ["DateTimeOffset"] = [DateTimeOffset.UnixEpoch], ["TimeSpan"] = [TimeSpan.MaxValue],
        ["DateOnly"] = [DateOnly.MaxValue], ["TimeOnly"] = [TimeOnly.MaxValue], ["Guid"] = [Guid.NewGuid()],
        ["Index"] = [^1], ["Range"] = [1..^1], ["enum"] = [Color.Green, DayOfWeek.Friday], ["string"] = ["text", ""],
        ["T?"] = [new int?[] { 1, null }, new Labeled?[] { null, default(Labeled) }],
        ["T[]"] = [new[] { 1, 2 }, new[] { "a" }, new Reading[] { new(1, 2, "m") }],
        ["T[][]"] = [new int[][] { [1], [2] }],
        ["T[,]"] = [new[,] { { 1, 2 }, { 3, 4 } }, new Point[1, 1, 1]],
        ["List<T>"] = [new List<int> { 1 }, new List<Reading> { new(1, 2, "m") }],
        ["Dictionary<K,V>"] = [new Dictionary<string, Point>(StringComparer.OrdinalIgnoreCase) { ["a"] = new(1, 2) }],
        ["HashSet<T>"] = [new HashSet<int> { 1 }, new HashSet<string>(StringComparer.Ordinal) { "a" }],
        ["KeyValuePair<K,V>"] = [KeyValuePair.Create("k", 1)],
        ["ValueTuple"] = [(1, "a"), (1, 2, 3, 4, 5, 6, 7, 8, "9")],
        ["Tuple"] = [Tuple.Create(1), Tuple.Create(1, 2, 3, 4, 5, 6, 7, "8")],
        ["struct"] = [new Point(1, 2), new Labeled { Label = "l" }],
        ["class"] = [new Tree { Tag = 1 }, new Derived(1, "s") { Init = "i" }], ["record"] = [new Dog("d", 4)],
        ["anonymous type"] = [new { A = 1, B = "b" }], ["object"] = [new object(), new object[] { 1, "a" }],
        ["interface"] = [new IComparable[] { 1, "a" }], ["abstract class"] = [new ValueType[] { 1, Color.Red }],
    };

    [Fact]
    public void Every_type_of_the_documented_list_comes_back()
    {
        var text = File.ReadAllText(Path.Combine(Root(), "docs", "values.md"));
        var list = text.Split("<!-- travels -->")[1].Split("<!-- /travels -->")[0];
        var names = list.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Regex.Matches(line.Split('|')[1], "`([^`]+)`")).Select(m => m.Groups[1].Value).ToList();

        Assert.Equal(ByName.Keys.Order(), names.Order());
        foreach (var (name, samples) in ByName)
        {
            Assert.All(samples, sample => SameContent.Check(sample, Codec.Trip(sample), name));
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Parallel.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside of their repository");
        }

        return folder.FullName;
    }
}

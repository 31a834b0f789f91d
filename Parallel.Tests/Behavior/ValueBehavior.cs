using ParallelCompute.Tests.Values.Samples;

namespace ParallelCompute.Tests.Behavior;

/// <summary>Which items and results travel, and what becomes of those that cannot.</summary>
public abstract class ValueBehavior(SharedCluster cluster)
{
    private enum Size
    {
        Small,
        Large = 7,
    }

    private ParallelClient Client => cluster.Client;

    [Fact]
    public Task Numbers_travel() => ReturnAsync(0, -1, int.MinValue, int.MaxValue);

    [Fact]
    public Task Floating_point_numbers_travel() =>
        ReturnAsync(0.1, double.NaN, double.NegativeInfinity, double.Epsilon);

    [Fact]
    public Task Strings_travel() => ReturnAsync("", "a", "日本語 🎧", null, new string('x', 100_000));

    [Fact]
    public Task Enums_travel() => ReturnAsync(Size.Small, Size.Large, (Size)42);

    [Fact]
    public Task Nullable_values_travel() => ReturnAsync<int?>(1, null, -1);

    [Fact]
    public Task Tuples_travel() => ReturnAsync((1, "a"), (2, (string?)null));

    [Fact]
    public Task Records_travel() => ReturnAsync(
        new Sample("a", 1.5f, Size.Large, null), new Sample("b", -2, Size.Small, new Sample("c", 0, Size.Small, null)));

    [Fact]
    public Task Record_structs_travel() => ReturnAsync(new Point(1, 2), new Point(-1, double.MaxValue));

    [Fact]
    public Task Lists_travel() => ReturnAsync<List<string>>(["a", "b"], []);

    [Fact]
    public Task Arrays_travel() => ReturnAsync<float[]>([1, 2.5f], [], [.. Enumerable.Repeat(1f, 100_000)]);

    [Fact]
    public Task Lists_of_records_travel() => ReturnAsync<List<Point>>([new Point(1, 2)], []);

    [Fact]
    public Task Arrays_of_strings_travel() => ReturnAsync<string[]>(["a", "b"], ["c"]);

    [Fact]
    public async Task Cycles_and_shared_objects_keep_their_shape_there_and_back()
    {
        var ring = new Ring { Name = "a" };
        ring.Parent = new Ring { Name = "b", Parent = ring };
        ring.Ranks = new() { [ring] = 1, [ring.Parent] = 2 };
        var back = (await Client.ParallelMapAsync(
            (Ring r) => ReferenceEquals(r, r.Parent!.Parent) && r.Ranks![r.Parent] == 2 ? r : null, [ring]).Soon())[0];
        Assert.NotNull(back);
        Assert.Same(back, back.Parent!.Parent);
        Assert.Equal(1, back.Ranks![back]);
    }

    [Fact]
    public async Task Captured_variables_share_their_objects_also_where_one_of_them_is_large()
    {
        var shared = new Sample("s", 1, Size.Small, null);
        var mixed = new object[] { shared, new float[100_000], shared };
        var again = shared;
        var inner = mixed[1];
        await Client.ParallelMapAsync(
            x => ReferenceEquals(mixed[0], again) && ReferenceEquals(mixed[2], again) &&
                ReferenceEquals(mixed[1], inner) ? x : -1,
            [1]).GivesAsync(1);
    }

    [Fact]
    public async Task Delegates_inside_of_values_are_called_on_the_worker_and_come_back()
    {
        var offset = 3;
        var steps = new List<Func<int, int>> { x => x + offset, Math.Abs, x => x * 2 };
        await Client.ParallelMapAsync(x => steps.Aggregate(x, (value, step) => step(value)), [-10, 1])
            .GivesAsync(14, 8);
        var made = await Client.ParallelMapAsync(x => (Func<int, int>)(y => x + y), [5]).Soon();
        Assert.Equal(12, made[0](7));
    }

    [Fact]
    public async Task Results_of_another_type_than_the_items_travel()
    {
        var samples = await Client.ParallelMapAsync(
            x => new Sample($"n{x}", x, Size.Small, null), Enumerable.Range(0, 3)).Soon();
        Assert.Equal([new("n0", 0, Size.Small, null), new("n1", 1, Size.Small, null), new("n2", 2, Size.Small, null)],
            samples);
    }

    [Fact]
    public async Task Large_results_travel()
    {
        var results = await Client.ParallelMapAsync(
            x => Enumerable.Repeat((double)x, 300_000).ToArray(), [1, 2, 3]).Soon();
        Assert.All(results.Index(), r => Assert.Equal((300_000, r.Index + 1.0), (r.Item.Length, r.Item[^1])));
    }

    [Fact]
    public async Task A_result_type_that_cannot_travel_is_refused_before_any_item_runs()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var refused = await Assert.ThrowsAsync<ShippingException>(() => Client.ParallelMapAsync(
            x =>
            {
                Gate.Tell(path, $"{x}");
                return new StringReader("");
            },
            [1, 2]).Soon());
        Assert.StartsWith("result", refused.Path, StringComparison.Ordinal);
        Assert.Contains("StringReader", refused.Message, StringComparison.Ordinal);
        await gate.HasNoVisitorAsync();
    }

    [Fact]
    public async Task A_field_that_cannot_travel_is_named_by_its_path()
    {
        var refused = await Assert.ThrowsAsync<ShippingException>(() => Client.ParallelMapAsync(
            x => new Holder { Inner = [x], Reader = new StringReader("") }, [1, 2]).Soon());
        Assert.StartsWith("result", refused.Path, StringComparison.Ordinal);
        Assert.Contains("Reader", refused.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_result_that_cannot_travel_fails_its_item_alone()
    {
        var results = await Client.ParallelForIndexedAsync(
            x => x == 2 ? (object)new MemoryStream() : x, [1, 2, 3],
                new MapOptions { OnError = OnError.Collect }).AllAsync();
        var failed = Assert.Single(results, r => r.Error is not null);
        var error = Assert.IsType<ShippingException>(failed.Error);
        Assert.StartsWith("result", error.Path, StringComparison.Ordinal);
        Assert.Contains("MemoryStream", error.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1L), (failed.Index, error.Data["ItemIndex"]));
        Assert.Equal([1, 3], results.Where(r => r.Error is null).OrderBy(r => r.Index).Select(r => r.Value));
    }

    [Fact]
    public async Task An_item_that_cannot_travel_is_named()
    {
        object[] items = [1, new MemoryStream()];
        var refused = await Assert.ThrowsAsync<ShippingException>(() => Client.ParallelMapAsync(x => x, items).Soon());
        Assert.StartsWith("item 1", refused.Path, StringComparison.Ordinal);
    }

    private async Task ReturnAsync<T>(params T[] items) =>
        Assert.Equal(items, await Client.ParallelMapAsync(x => x, items).Soon());

    private sealed record Sample(string Name, float Value, Size Size, Sample? Next);

    private readonly record struct Point(int X, double Y);

    private sealed class Holder
    {
        public int[] Inner { get; set; } = [];

        public TextReader? Reader { get; set; }
    }
}

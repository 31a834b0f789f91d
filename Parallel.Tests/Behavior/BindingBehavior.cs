namespace ParallelCompute.Tests.Behavior;

/// <summary>How parameters beyond the item are filled, and what is refused before any item runs.</summary>
public abstract class BindingBehavior(SharedCluster cluster)
{
    private static readonly int[] Items = [1, 2, 3];

    private ParallelClient Client => cluster.Client;

    private static int Add(int x, int bias) => x + bias;

    private static int AddDefault(int x, int bias = -1) => x + bias;

    private static string Describe(object x, IReadOnlyList<int> list, string? text = null) =>
        $"{x} {list.Count} {text}";

    [Fact]
    public async Task Parameters_are_filled_from_the_environment_by_name() =>
        await Client.ParallelMapAsync<int, int>(Add, Items, setup: () => new { bias = 10 })
            .GivesAsync(11, 12, 13);

    [Fact]
    public async Task Parameters_are_filled_from_arguments_by_name()
    {
        await MapAsync(Add, new { bias = 5 }).GivesAsync(6, 7, 8);
        await MapAsync(Add, new Dictionary<string, int> { ["bias"] = 5 }).GivesAsync(6, 7, 8);
    }

    [Fact]
    public async Task Parameters_fall_back_to_their_defaults_last()
    {
        await MapAsync(AddDefault, null).GivesAsync(0, 1, 2);
        await MapAsync(AddDefault, new { bias = 5 }).GivesAsync(6, 7, 8);
        await Client.ParallelMapAsync<int, int>(AddDefault, Items, setup: () => new { bias = 10 })
            .GivesAsync(11, 12, 13);
    }

    [Fact]
    public async Task Parameters_take_values_of_derived_types() =>
        await Client.ParallelMapAsync<string, string>(
                Describe, ["a"], arguments: new { list = new List<int> { 1, 2 }, text = "b" }, setup: NoNames)
            .GivesAsync("a 2 b");

    [Fact]
    public async Task A_name_on_both_sides_is_a_conflict()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var refused = await Assert.ThrowsAsync<ArgumentConflictException>(() => Client.ParallelMapAsync(
            (int x, int bias) =>
            {
                Gate.Tell(path, "ran");
                return x;
            },
            Items, arguments: new { bias = 1 }, setup: () => new { bias = 2 }).Soon());
        Assert.StartsWith("Argument conflict: {bias}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["bias"], refused.Names);
        await gate.HasNoVisitorAsync();
    }

    [Fact]
    public async Task A_conflict_that_only_workers_can_see_is_found_before_any_item_runs()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var refused = await Assert.ThrowsAsync<ArgumentConflictException>(() => Client.ParallelMapAsync(
            (int x, int bias, int other) =>
            {
                Gate.Tell(path, "ran");
                return x;
            },
            Items, arguments: new { bias = 1, other = 2 },
            setup: () => new Dictionary<string, object?> { ["bias"] = 2, ["other"] = 3 }).Soon());
        Assert.Equal(["bias", "other"], refused.Names.Order());
        await gate.HasNoVisitorAsync();
    }

    [Fact]
    public async Task An_argument_that_no_parameter_takes_is_refused_with_the_nearest_one()
    {
        var refused = await Assert.ThrowsAsync<BindingException>(() => MapAsync(Add, new { bais = 5 }).Soon());
        Assert.Equal("bais", refused.Parameter);
        Assert.Contains("'bias'", refused.Message.Replace("\"", "'", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_argument_with_the_name_of_the_item_is_refused()
    {
        var refused = await Assert.ThrowsAsync<BindingException>(() => MapAsync(Add, new { x = 5, bias = 1 }).Soon());
        Assert.Equal("x", refused.Parameter);
        Assert.Contains("receives the item", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_item_wins_where_the_environment_has_the_name_of_the_first_parameter() =>
        await Client.ParallelMapAsync<int, int>(Add, Items, setup: () => new { x = 99, bias = 10 })
            .GivesAsync(11, 12, 13);

    [Fact]
    public async Task Environment_names_that_nobody_asks_for_are_ignored() =>
        Assert.Equal(Items, await Client.ParallelMapAsync(x => x, Items, setup: () => new { unused = "u" }).Soon());

    [Fact]
    public async Task A_parameter_that_cannot_be_filled_is_refused_before_any_item_runs()
    {
        var input = new Inputs(3);
        var refused = await Assert.ThrowsAsync<BindingException>(
            () => Client.ParallelMapAsync<int, int>(Add, input.Items(), setup: () => new { base1 = 1 }).Soon());
        Assert.Equal("bias", refused.Parameter);
        Assert.Contains("{base1}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("int", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, input.Pulled);
    }

    [Fact]
    public async Task A_parameter_that_workers_cannot_fill_is_refused_before_any_item_runs()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var refused = await Assert.ThrowsAsync<BindingException>(() => Client.ParallelMapAsync(
            (int x, int bias) =>
            {
                Gate.Tell(path, "ran");
                return x;
            },
            Items, setup: NoNames).Soon());
        Assert.Equal("bias", refused.Parameter);
        await gate.HasNoVisitorAsync();
    }

    [Fact]
    public async Task A_value_of_the_wrong_type_is_refused_with_both_types()
    {
        var refused = await Assert.ThrowsAsync<BindingException>(() => MapAsync(Add, new { bias = "five" }).Soon());
        Assert.Equal("bias", refused.Parameter);
        Assert.Contains("wants int", refused.Message, StringComparison.Ordinal);
        Assert.Contains("has string", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<BindingException>(
            () => Client.ParallelMapAsync<int, int>(Add, Items, setup: () => new { bias = 5L }).Soon());
        Assert.Contains("wants int", refused.Message, StringComparison.Ordinal);
        Assert.Contains("has long", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_of_a_type_that_only_workers_see_is_refused_there()
    {
        var refused = await Assert.ThrowsAsync<BindingException>(() => Client.ParallelMapAsync<int, int>(
            Add, Items, setup: () => new Dictionary<string, object?> { ["bias"] = "five" }).Soon());
        Assert.Contains("wants int", refused.Message, StringComparison.Ordinal);
        Assert.Contains("has string", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_of_the_wrong_type_are_refused()
    {
        static int Length(string text) => text.Length;
        var refused = await Assert.ThrowsAsync<BindingException>(
            () => Client.ParallelMapAsync<int, int>((Delegate)Length, Items).Soon());
        Assert.Equal("text", refused.Parameter);
    }

    [Fact]
    public async Task Functions_that_return_a_plain_task_are_refused()
    {
        var refused = await Assert.ThrowsAsync<BindingException>(
            () => Client.ParallelMapAsync<int, Task>(_ => Task.CompletedTask, Items).Soon());
        Assert.Contains("Task<", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<BindingException>(
            () => Client.ParallelMapAsync<int, ValueTask<int>>(x => new ValueTask<int>(x), Items).Soon());
        Assert.Contains("Task<", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData(5)]
    [InlineData(new[] { 1 })]
    public async Task Arguments_must_be_named_values(object arguments)
    {
        var refused = await Assert.ThrowsAsync<BindingException>(() => MapAsync(Add, arguments).Soon());
        Assert.Equal("arguments", refused.Parameter);
    }

    [Fact]
    public async Task A_value_meant_for_another_parameter_is_refused_with_its_name()
    {
        async Task<string> RefusalOf(object arguments) =>
            (await Assert.ThrowsAsync<BindingException>(() => MapAsync(Add, arguments).Soon())).Message;
        Assert.Contains("'setup:'", await RefusalOf((Func<object>)(() => new { bias = 1 })), StringComparison.Ordinal);
        Assert.Contains("'options:'", await RefusalOf(new MapOptions()), StringComparison.Ordinal);
        Assert.Contains("'cancellationToken:'", await RefusalOf(CancellationToken.None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_argument_that_cannot_travel_is_refused_with_its_path()
    {
        static int Read(int x, TextReader reader) => x;
        var refused = await Assert.ThrowsAsync<ShippingException>(() => Client.ParallelMapAsync<int, int>(
            Read, Items, arguments: new { reader = new StringReader("") }, setup: NoNames).Soon());
        Assert.StartsWith("argument 'reader'", refused.Path, StringComparison.Ordinal);
    }

    /// <summary>
    /// An environment whose names only workers know: none, in place of what the test before has built.
    /// </summary>
    private static Dictionary<string, object?> NoNames() => [];

    private Task<int[]> MapAsync(Func<int, int, int> function, object? arguments) =>
        Client.ParallelMapAsync(function, Items, arguments: arguments, setup: NoNames);
}

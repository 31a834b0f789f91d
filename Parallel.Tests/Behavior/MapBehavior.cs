namespace ParallelCompute.Tests.Behavior;

/// <summary>Maps: results in the order of the input, whatever the input is.</summary>
public abstract class MapBehavior(SharedCluster cluster)
{
    private ParallelClient Client => cluster.Client;

    [Fact]
    public async Task Results_are_in_input_order_however_long_items_take()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var map = Client.ParallelMapAsync(
            x =>
            {
                if (x == 0)
                {
                    Gate.Pass(path, "first");
                }
                else if (x == 9)
                {
                    Gate.Tell(path, "last");
                }

                return 10 * x;
            },
            Enumerable.Range(0, 10));
        var visits = await gate.NextAsync(2);
        Assert.Equal(["first", "last"], visits.Select(v => v.Name).Order());
        gate.Open();
        await map.GivesAsync(0, 10, 20, 30, 40, 50, 60, 70, 80, 90);
    }

    [Fact]
    public async Task An_empty_input_gives_an_empty_array()
    {
        Assert.Empty(await Client.ParallelMapAsync(x => x, Array.Empty<int>()).Soon());
        Assert.Empty(await Client.ParallelMapAsync(x => x, new Inputs(0).Items()).Soon());
        Assert.Empty(await Client.ParallelMapAsync(x => x, new Inputs(0).ItemsAsync()).Soon());
    }

    [Fact]
    public async Task One_item_gives_one_result() =>
        await Client.ParallelMapAsync(x => x + 1, [41]).GivesAsync(42);

    [Fact]
    public async Task A_hundred_thousand_items_give_as_many_results()
    {
        var items = Enumerable.Range(0, 100_000).ToArray();
        Assert.Equal(items.Select(x => 2L * x), await Client.ParallelMapAsync(x => 2L * x, items).Soon());
        Assert.Equal(items.Select(x => $"{x}"), await Client.ParallelMapAsync(x => $"{x}", items).Soon());
    }

    [Fact]
    public async Task A_generator_of_unknown_length_is_an_input()
    {
        var input = new Inputs(5000);
        Assert.Equal(Enumerable.Range(0, 5000), await Client.ParallelMapAsync(x => x, input.Items()).Soon());
        Assert.Equal((5000, 1), (input.Pulled, input.Closed));
    }

    [Fact]
    public async Task An_asynchronous_generator_is_an_input()
    {
        var input = new Inputs(5000);
        Assert.Equal(Enumerable.Range(0, 5000), await Client.ParallelMapAsync(x => x, input.ItemsAsync()).Soon());
        Assert.Equal((5000, 1), (input.Pulled, input.Closed));
    }

    [Fact]
    public async Task An_input_that_told_a_wrong_count_decides_by_what_it_gives()
    {
        await Client.ParallelMapAsync(x => x, new Miscounted(1000)).GivesAsync(1, 2);
        await Client.ParallelMapAsync(x => x, new Miscounted(1)).GivesAsync(1, 2);
    }

    [Fact]
    public async Task Equal_inputs_run_each_time()
    {
        int[] items = [1, 1, 2, 2, 2];
        var results = await Client.ParallelMapAsync(x => (x, Guid.NewGuid()), items).Soon();
        Assert.Equal(items, results.Select(r => r.x));
        Assert.Equal(5, results.Select(r => r.Item2).Distinct().Count());
    }

    [Fact]
    public async Task Equal_calls_run_each_time()
    {
        static Guid Make(int x) => Guid.NewGuid();
        var first = await Client.ParallelMapAsync(Make, [1]).Soon();
        Assert.NotEqual(first, await Client.ParallelMapAsync(Make, [1]).Soon());
    }

    [Fact]
    public async Task Parameters_may_have_names_that_other_systems_keep_for_themselves()
    {
        static string Join(
            int x, string key, int workers, int retries, string resources, int priority, bool pure, int batch_size) =>
            $"{x} {key} {workers} {retries} {resources} {priority} {pure} {batch_size}";
        var results = await Client.ParallelMapAsync<int, string>(Join, [1, 2], arguments: new
        {
            key = "k", workers = 1, retries = 2, resources = "r", priority = 3, pure = true, batch_size = 4,
        }).Soon();
        Assert.Equal(["1 k 1 2 r 3 True 4", "2 k 1 2 r 3 True 4"], results);
    }

    [Fact]
    public async Task Both_workers_run_items()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var map = Client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, WorkerContext.Current.WorkerId);
                return x;
            },
            [1, 2]);
        var visits = await gate.NextAsync(2);
        Assert.NotEqual(visits[0].Name, visits[1].Name);
        gate.Open();
        await map.Soon();
    }

    [Fact]
    public async Task A_batch_holds_no_more_items_than_its_size()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var map = Client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, $"{x}");
                return x;
            },
            Enumerable.Range(0, 100), new MapOptions { BatchSize = 3 });
        await gate.NextAsync(2);
        // Two batches per worker at the most.
        Assert.All(Client.Snapshot().Workers, w => Assert.InRange(w.ItemsInFlight, 1, 6));
        gate.Open();
        Assert.Equal(100, (await map.Soon()).Length);
    }

    [Fact]
    public async Task A_batch_size_may_exceed_the_input()
    {
        var options = new MapOptions { BatchSize = int.MaxValue };
        await Client.ParallelMapAsync(x => x, [1, 2, 3], options).GivesAsync(1, 2, 3);
        Assert.Equal(Enumerable.Range(0, 100),
            await Client.ParallelMapAsync(x => x, new Inputs(100).Items(), options).Soon());
    }

    [Fact]
    public async Task A_window_of_one_item_still_moves()
    {
        var options = new MapOptions { MaxInFlight = 1 };
        Assert.Equal(Enumerable.Range(0, 50),
            await Client.ParallelMapAsync(x => x, new Inputs(50).Items(), options).Soon());
    }

    [Theory]
    [InlineData(0, 1, "BatchSize is 0")]
    [InlineData(1, -1, "MaxInFlight is -1")]
    public async Task Sizes_below_one_are_refused(int batch, int window, string message)
    {
        var options = new MapOptions { BatchSize = batch, MaxInFlight = window };
        var refused = await Assert.ThrowsAsync<BindingException>(
            () => Client.ParallelMapAsync(x => x, [1], options).Soon());
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OnError.Skip)]
    [InlineData(OnError.Collect)]
    public async Task Policies_that_leave_holes_are_refused(OnError policy)
    {
        var input = new Inputs(3);
        var refused = await Assert.ThrowsAsync<BindingException>(() => Client.ParallelMapAsync(
            x => x, input.Items(), new MapOptions { OnError = policy }).Soon());
        Assert.Contains($"{policy}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ParallelForIndexed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, input.Pulled);
    }

    [Fact]
    public async Task A_canceled_map_ends_while_its_items_run()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        using var source = new CancellationTokenSource();
        var map = Client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, $"{x}", WorkerContext.Current.CancellationToken);
                return x;
            },
            Enumerable.Range(0, 10), cancellationToken: source.Token);
        var running = await gate.NextAsync(2);
        await source.CancelAsync();
        var canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => map.Soon());
        Assert.Equal(source.Token, canceled.CancellationToken);
        await running[0].GoneAsync();
        await running[1].GoneAsync();
        await Client.ParallelMapAsync(x => x, [1, 2]).GivesAsync(1, 2);
    }

    [Fact]
    public async Task A_map_canceled_beforehand_pulls_nothing()
    {
        var input = new Inputs(3);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.ParallelMapAsync(
            x => x, input.Items(), cancellationToken: new CancellationToken(true)).Soon());
        Assert.Equal(0, input.Pulled);
    }

    private sealed class Miscounted(int count) : IReadOnlyCollection<int>, ICollection<int>
    {
        public int Count => count;

        public bool IsReadOnly => true;

        public IEnumerator<int> GetEnumerator() => new List<int> { 1, 2 }.GetEnumerator();

        public void Add(int item) => throw new NotSupportedException();

        public void Clear() => throw new NotSupportedException();

        public bool Contains(int item) => throw new NotSupportedException();

        public void CopyTo(int[] array, int arrayIndex) => throw new NotSupportedException();

        public bool Remove(int item) => throw new NotSupportedException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

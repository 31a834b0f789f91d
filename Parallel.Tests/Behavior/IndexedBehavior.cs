namespace ParallelCompute.Tests.Behavior;

/// <summary>Streams whose results say which item they belong to.</summary>
public abstract class IndexedBehavior(SharedCluster cluster)
{
    private ParallelClient Client => cluster.Client;

    [Fact]
    public async Task Each_result_carries_index_input_and_value()
    {
        var items = Enumerable.Range(0, 3000).Select(x => $"item {x}").ToArray();
        var results = await Client.ParallelForIndexedAsync(x => x.Length, items).AllAsync();
        Assert.Equal(items.Length, results.Count);
        Assert.All(results.OrderBy(r => r.Index).Index(), r => Assert.Equal(
            (r.Index, items[r.Index], items[r.Index].Length, null),
            (r.Item.Index, r.Item.Input, r.Item.Value, r.Item.Error)));
    }

    [Fact]
    public async Task Each_result_says_where_and_how_it_was_made()
    {
        var workers = Client.Snapshot().Workers.Select(w => w.Id).ToArray();
        var results = await Client.ParallelForIndexedAsync(_ => WorkerContext.Current.WorkerId, [1, 2, 3]).AllAsync();
        Assert.All(results, r =>
        {
            Assert.Equal((r.Value, 1), (r.WorkerId, r.Attempt));
            Assert.Contains(r.WorkerId, workers);
        });
    }

    [Fact]
    public async Task Elapsed_is_the_time_of_the_function_alone()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var began = TimeProvider.System.GetTimestamp();
        var run = Client.ParallelForIndexedAsync(
            x =>
            {
                var start = TimeProvider.System.GetTimestamp();
                Gate.Pass(path, $"{x}");
                return TimeProvider.System.GetElapsedTime(start);
            },
            [1, 2, 3], new MapOptions { BatchSize = 1 }).AllAsync();
        gate.Open();
        var results = await run;
        var all = TimeProvider.System.GetElapsedTime(began);
        Assert.All(results, r => Assert.InRange(r.Elapsed, r.Value - TimeSpan.FromTicks(1), all));
    }

    [Fact]
    public async Task Results_come_in_completion_order()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var indices = new List<long>();
        await foreach (var result in Client.ParallelForIndexedAsync(
            x =>
            {
                if (x == 0)
                {
                    Gate.Pass(path, "slow");
                }

                return x;
            },
            Enumerable.Range(0, 10)))
        {
            indices.Add(result.Index);
            if (indices.Count == 9)
            {
                gate.Open();
            }
        }

        Assert.Equal(0, indices[^1]);
    }

    [Fact]
    public async Task Collect_hands_out_errors_beside_results()
    {
        var results = await Client.ParallelForIndexedAsync(
            x => x % 2 == 0 ? x : throw new InvalidDataException($"odd {x}"), Enumerable.Range(0, 100),
            new MapOptions { OnError = OnError.Collect }).AllAsync();
        Assert.Equal(100, results.Count);
        Assert.All(results.Where(r => r.Index % 2 == 0), r => Assert.Equal((r.Index, null), ((long)r.Value, r.Error)));
        Assert.All(results.Where(r => r.Index % 2 != 0), r =>
        {
            Assert.Equal($"odd {r.Input}", Assert.IsType<InvalidDataException>(r.Error).Message);
            Assert.Equal((r.Index, r.WorkerId), ((long)r.Error.Data["ItemIndex"]!, r.Error.Data["WorkerId"]));
            Assert.Equal(0, r.Value);
        });
    }

    [Fact]
    public async Task Skip_leaves_failed_items_out_and_keeps_the_indices_of_the_others()
    {
        var results = await Client.ParallelForIndexedAsync(
            x => x < 5 ? throw new InvalidDataException("small") : 10 * x, Enumerable.Range(0, 10),
            new MapOptions { OnError = OnError.Skip }).AllAsync();
        Assert.Equal(
            [(5L, 5, 50), (6, 6, 60), (7, 7, 70), (8, 8, 80), (9, 9, 90)],
            results.OrderBy(r => r.Index).Select(r => (r.Index, r.Input, r.Value)));
    }

    [Fact]
    public async Task Stop_throws_the_first_error() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => Client.ParallelForIndexedAsync(
            x => x == 3 ? throw new InvalidDataException("three") : x, Enumerable.Range(0, 10)).AllAsync());

    [Fact]
    public async Task An_infinite_input_can_be_left()
    {
        var input = new Inputs();
        var seen = 0;
        await foreach (var result in Client.ParallelForIndexedAsync(
            x => x, input.ItemsAsync(), new MapOptions { MaxInFlight = 20 }))
        {
            Assert.Equal((result.Index, result.Value), (result.Input, result.Input));
            if (++seen == 100)
            {
                break;
            }
        }

        Assert.InRange(input.Pulled, 100, 120);
        Assert.Equal(0, Client.Snapshot().Runs);
    }
}

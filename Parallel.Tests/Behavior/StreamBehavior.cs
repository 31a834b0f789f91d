namespace ParallelCompute.Tests.Behavior;

/// <summary>Streams: results as they complete, input pulled as they are consumed.</summary>
public abstract class StreamBehavior(SharedCluster cluster)
{
    private ParallelClient Client => cluster.Client;

    [Fact]
    public async Task A_slow_item_does_not_hold_back_the_others()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var results = new List<int>();
        await foreach (var result in Client.ParallelForAsync(
            x =>
            {
                if (x == 0)
                {
                    Gate.Pass(path, "slow");
                }

                return x;
            },
            Enumerable.Range(0, 20)))
        {
            results.Add(result);
            if (results.Count == 19)
            {
                gate.Open();
            }
        }

        Assert.Equal(0, results[^1]);
        Assert.Equal(Enumerable.Range(0, 20), results.Order());
    }

    [Fact]
    public async Task An_infinite_input_is_pulled_as_far_as_needed_and_a_break_ends_it()
    {
        var input = new Inputs();
        var seen = 0;
        var worst = 0;
        await foreach (var _ in Client.ParallelForAsync(
            x => x, input.Items(), new MapOptions { MaxInFlight = 10, BatchSize = 2 }))
        {
            seen++;
            worst = Math.Max(worst, input.Pulled - seen);
            if (seen == 100)
            {
                break;
            }
        }

        // The result at hand counts as consumed when the next one is asked for.
        Assert.InRange(worst, 0, 10);
        Assert.Equal(0, Client.Snapshot().Runs);
        await Client.ParallelMapAsync(x => x, [1, 2]).GivesAsync(1, 2);
    }

    [Fact]
    public async Task An_abandoned_stream_cancels_what_runs_and_closes_its_input()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var input = new Inputs();
        GateVisit? running = null;
        await foreach (var _ in Client.ParallelForAsync(
            x =>
            {
                if (x > 0)
                {
                    Gate.Pass(path, $"{x}", WorkerContext.Current.CancellationToken);
                }

                return x;
            },
            input.Items(), new MapOptions { BatchSize = 1 }))
        {
            running = await gate.NextAsync();
            break;
        }

        await running!.GoneAsync();
        Assert.Equal(0, Client.Snapshot().Runs);
        Assert.True(SpinWait.SpinUntil(() => input.Closed == 1, Gate.Limit));
    }

    [Fact]
    public async Task A_stream_starts_when_it_is_enumerated()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var input = new Inputs(3);
        var stream = Client.ParallelForAsync(
            x =>
            {
                Gate.Tell(path, $"{x}");
                return x;
            },
            input.Items());
        await gate.HasNoVisitorAsync();
        Assert.Equal(0, input.Pulled);
        Assert.Equal([0, 1, 2], (await stream.AllAsync()).Order());
        await gate.NextAsync(3);
    }

    [Fact]
    public async Task A_stream_can_be_enumerated_again_and_runs_again()
    {
        var stream = Client.ParallelForAsync(x => Guid.NewGuid(), [1, 2]);
        Assert.Equal(4, (await stream.AllAsync()).Concat(await stream.AllAsync()).Distinct().Count());
    }

    [Fact]
    public async Task A_wrong_call_is_refused_before_it_is_enumerated()
    {
        Assert.Throws<BindingException>(() => Client.ParallelForAsync(x => x, [1], arguments: new { y = 1 }));
        Assert.Throws<BindingException>(() => Client.ParallelForIndexedAsync(x => x, [1], arguments: new { y = 1 }));
        var refused = Assert.Throws<BindingException>(
            () => Client.ParallelForAsync(x => x, [1], new MapOptions { OnError = OnError.Collect }));
        Assert.Contains("ParallelForIndexed", refused.Message, StringComparison.Ordinal);
        await Client.ParallelMapAsync(x => x, [1]).GivesAsync(1);
    }

    [Fact]
    public async Task An_exception_is_thrown_where_the_stream_is_enumerated()
    {
        await using var results = Client.ParallelForAsync(
            x => x == 2 ? throw new InvalidDataException("two") : x, [2]).GetAsyncEnumerator();
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() => results.MoveNextAsync().AsTask().Soon());
        Assert.Equal(0L, thrown.Data["ItemIndex"]);
        Assert.Equal(0, Client.Snapshot().Runs);
    }

    [Fact]
    public async Task Results_before_an_exception_are_delivered()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var results = Client.ParallelForAsync(
            x =>
            {
                if (x == 1)
                {
                    Gate.Pass(path, "bad");
                    throw new InvalidDataException("one");
                }

                return x;
            },
            [0, 1]).GetAsyncEnumerator();
        Assert.True(await results.MoveNextAsync().AsTask().Soon());
        Assert.Equal(0, results.Current);
        gate.Open();
        await Assert.ThrowsAsync<InvalidDataException>(() => results.MoveNextAsync().AsTask().Soon());
    }

    [Fact]
    public async Task Skip_leaves_failed_items_out()
    {
        var results = await Client.ParallelForAsync(
            x => x % 3 == 0 ? throw new InvalidDataException("three") : $"{x}", Enumerable.Range(0, 1000),
            new MapOptions { OnError = OnError.Skip }).AllAsync();
        Assert.Equal(
            Enumerable.Range(0, 1000).Where(x => x % 3 != 0), results.Select(int.Parse).Order());
    }

    [Fact]
    public async Task Skip_leaves_failed_items_out_of_plain_numbers_too()
    {
        var results = await Client.ParallelForAsync(
            x => x % 3 == 0 ? throw new InvalidDataException("three") : x, Enumerable.Range(0, 1000),
            new MapOptions { OnError = OnError.Skip }).AllAsync();
        Assert.Equal(Enumerable.Range(0, 1000).Where(x => x % 3 != 0), results.Order());
    }

    [Fact]
    public async Task The_enumerations_token_cancels_the_run()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        using var source = new CancellationTokenSource();
        await using var results = Client.ParallelForAsync(
            x =>
            {
                Gate.Pass(path, $"{x}", WorkerContext.Current.CancellationToken);
                return x;
            },
            new Inputs().Items()).GetAsyncEnumerator(source.Token);
        var next = results.MoveNextAsync().AsTask();
        var running = await gate.NextAsync(2);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.Soon());
        await running[0].GoneAsync();
        await running[1].GoneAsync();
    }

    [Fact]
    public async Task An_input_may_wait_for_the_result_of_its_own_earlier_item()
    {
        using var consumed = new SemaphoreSlim(0);
        IEnumerable<int> Chain()
        {
            for (var i = 0; i < 20; i++)
            {
                yield return i;
                Assert.True(consumed.Wait(Gate.Limit));
            }
        }

        var results = new List<int>();
        await foreach (var result in Client.ParallelForAsync(x => x + 1, Chain()))
        {
            results.Add(result);
            consumed.Release();
        }

        Assert.Equal(Enumerable.Range(1, 20), results);
    }

    [Fact]
    public async Task An_asynchronous_input_may_wait_for_the_result_of_its_own_earlier_item()
    {
        using var consumed = new SemaphoreSlim(0);
        async IAsyncEnumerable<int> Chain()
        {
            for (var i = 0; i < 20; i++)
            {
                yield return i;
                Assert.True(await consumed.WaitAsync(Gate.Limit));
            }
        }

        var results = new List<int>();
        await foreach (var result in Client.ParallelForAsync(x => x + 1, Chain()))
        {
            results.Add(result);
            consumed.Release();
        }

        Assert.Equal(Enumerable.Range(1, 20), results);
    }

    [Fact]
    public async Task A_consumer_that_stops_reading_stops_the_input()
    {
        var input = new Inputs();
        await using var results = Client.ParallelForAsync(
            x => x, input.Items(), new MapOptions { MaxInFlight = 50 }).GetAsyncEnumerator();
        Assert.True(await results.MoveNextAsync().AsTask().Soon());
        Assert.True(SpinWait.SpinUntil(() => Client.Snapshot().ItemsInFlight == 0, Gate.Limit));
        Assert.InRange(input.Pulled, 1, 50);
    }
}

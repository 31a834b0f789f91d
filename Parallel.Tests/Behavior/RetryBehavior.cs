namespace ParallelCompute.Tests.Behavior;

/// <summary>Items that are tried again when the function throws.</summary>
public abstract class RetryBehavior(SharedCluster cluster)
{
    private ParallelClient Client => cluster.Client;

    private static int SucceedAt(int attempt, int x) => WorkerContext.Current.Attempt < attempt
        ? throw new InvalidDataException($"attempt {WorkerContext.Current.Attempt}") : x;

    [Fact]
    public async Task An_item_is_tried_again_until_it_succeeds() => await Client.ParallelMapAsync(
        x => SucceedAt(x % 3 + 1, x), Enumerable.Range(0, 300), new MapOptions { Retries = 2 })
        .GivesAsync([.. Enumerable.Range(0, 300)]);

    [Fact]
    public async Task Results_of_any_size_keep_their_places_where_others_are_tried_again() =>
        await Client.ParallelMapAsync(
            x => new string('x', SucceedAt(x % 4 == 1 ? 2 : 1, x) % 7), Enumerable.Range(0, 300),
            new MapOptions { Retries = 1, BatchSize = 16 })
            .GivesAsync([.. Enumerable.Range(0, 300).Select(x => new string('x', x % 7))]);

    [Fact]
    public async Task A_result_tells_its_attempt()
    {
        var results = await Client.ParallelForIndexedAsync(
            x => SucceedAt(x == 5 ? 3 : 1, x), Enumerable.Range(0, 10), new MapOptions { Retries = 4 }).AllAsync();
        Assert.Equal(Enumerable.Range(0, 10), results.Select(r => r.Value).Order());
        Assert.All(results, r => Assert.Equal(r.Index == 5 ? 3 : 1, r.Attempt));
    }

    [Fact]
    public async Task The_last_exception_counts()
    {
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() => Client.ParallelMapAsync(
            x => SucceedAt(int.MaxValue, x), [1], new MapOptions { Retries = 2 }).Soon());
        Assert.Equal(("attempt 3", 0L), (thrown.Message, thrown.Data["ItemIndex"]));
    }

    [Fact]
    public async Task What_is_skipped_or_collected_was_tried_as_often_as_allowed()
    {
        var skip = new MapOptions { Retries = 1, OnError = OnError.Skip };
        var kept = await Client.ParallelForAsync(x => SucceedAt(x, x), Enumerable.Range(1, 4), skip).AllAsync();
        Assert.Equal([1, 2], kept.Order());
        var all = await Client.ParallelForIndexedAsync(
            x => SucceedAt(x, x), Enumerable.Range(1, 4), skip with { OnError = OnError.Collect }).AllAsync();
        Assert.Equal([1, 2, 2, 2], all.OrderBy(r => r.Index).Select(r => r.Attempt));
        Assert.Equal(["attempt 2", "attempt 2"], all.Where(r => r.Error is not null).Select(r => r.Error!.Message));
    }

    [Fact]
    public async Task A_submitted_call_is_tried_again() => Assert.Equal(7, await Client.ParallelSubmit(
        x => SucceedAt(4, x), 7, new MapOptions { Retries = 3, RetryDelay = TimeSpan.FromMilliseconds(1) }).Soon());

    [Fact]
    public async Task The_predicate_decides_on_the_worker_with_what_it_captured()
    {
        var last = 2;
        var options = new MapOptions
        {
            Retries = 9, RetryOn = e => WorkerContext.Current.Attempt < last && e is InvalidDataException,
        };
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(
            () => Client.ParallelMapAsync(x => SucceedAt(5, x), [1], options).Soon());
        Assert.Equal("attempt 2", thrown.Message);
        last = 5;
        await Client.ParallelMapAsync(x => SucceedAt(5, x), [1], options).GivesAsync(1);
    }

    [Fact]
    public async Task Where_the_predicate_throws_the_functions_exception_counts_and_tells()
    {
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() => Client.ParallelMapAsync(
            x => SucceedAt(2, x), [1],
            new MapOptions { Retries = 9, RetryOn = _ => throw new FormatException("no answer") }).Soon());
        Assert.Equal("attempt 1", thrown.Message);
        Assert.Equal("System.FormatException: no answer", thrown.Data["RetryOnError"]);
    }

    [Fact]
    public async Task Others_run_and_the_run_can_be_left_while_an_item_waits_to_be_tried_again()
    {
        var options = new MapOptions { Retries = 1, RetryDelay = TimeSpan.FromDays(20), BatchSize = 2 };
        List<int> seen = [];
        await foreach (var x in Client.ParallelForAsync(
            x => SucceedAt(x % 10 == 3 ? 2 : 1, x), Enumerable.Range(0, 40), options))
        {
            seen.Add(x);
            if (seen.Count == 36)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(0, 40).Where(x => x % 10 != 3), seen.Order());
        await Client.ParallelMapAsync(x => x, [1]).GivesAsync(1);
    }

    [Fact]
    public async Task A_predicate_that_cannot_be_sent_is_refused_by_name()
    {
        using var stream = new MemoryStream();
        var thrown = await Assert.ThrowsAsync<ShippingException>(() => Client.ParallelMapAsync(
            x => x, [1], new MapOptions { Retries = 1, RetryOn = _ => stream.Length > 0 }).Soon());
        Assert.StartsWith("options.RetryOn", thrown.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_before_anything_starts()
    {
        foreach (var (options, name) in new[]
        {
            (new MapOptions { Retries = -1 }, nameof(MapOptions.Retries)),
            (new MapOptions { RetryOn = _ => true }, nameof(MapOptions.RetryOn)),
            (new MapOptions { Retries = 1, RetryDelay = TimeSpan.FromTicks(-1) }, nameof(MapOptions.RetryDelay)),
            (new MapOptions { Retries = 1, RetryDelay = TimeSpan.FromDays(25) }, nameof(MapOptions.RetryDelay)),
        })
        {
            var refused = await Assert.ThrowsAsync<BindingException>(
                () => Client.ParallelMapAsync(x => x, [1], options).Soon());
            Assert.Equal(name, refused.Parameter);
            Assert.Contains($"options.{name} is ", refused.Message, StringComparison.Ordinal);
        }
    }
}
